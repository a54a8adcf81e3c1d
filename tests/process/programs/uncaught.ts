// An outgoing connection fails and nobody listens: as without the package, that ends the process.
import express from 'express'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { abortDetection, errorHandler, requestTimeout } from '../../../src/index.js'
import { serve } from './served.js'

/** Resets every connection as soon as something comes. */
async function resettingUpstream(): Promise<number> {
  const upstream = net.createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.resetAndDestroy())
  })
  await once(upstream.listen(0, '127.0.0.1'), 'listening')
  return (upstream.address() as AddressInfo).port
}

const ways: Readonly<Record<string, (port: number) => unknown>> = {
  'http.get': (port) => http.get({ port, host: '127.0.0.1', agent: false }),
  'net.connect': (port) => net.connect(port, '127.0.0.1').write('hello'),
  'child.stdin': () => {
    const child = spawn(process.execPath, ['-e', deafChild], {
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    })
    child.on('message', () => child.stdin?.write('x'.repeat(1_000_000)))
  },
}

/** Closes its input, says so, and lives for as long as this process does. */
const deafChild = `
  require('node:fs').closeSync(0)
  process.on('disconnect', () => process.exit())
  process.send('deaf')
`

async function main(way: string): Promise<void> {
  const port = await resettingUpstream()
  const app = express()
  app.use(abortDetection(), requestTimeout(60_000))
  app.get('/', () => void ways[way]?.(port))
  app.use(errorHandler())
  const served = await serve(app)
  await served.get() // no answer: the process ends before
}

void main(process.argv[2] ?? '')
