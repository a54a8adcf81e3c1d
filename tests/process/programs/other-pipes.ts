// Broken pipes that are neither stdout nor stderr: `other-pipes WHICH OWNER GUARD`.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import type { Writable } from 'node:stream'
import { guardStdio } from '../../../src/server/index.js'
import { deafChild } from './deaf-child.js'

const [which, owner, guard] = process.argv.slice(2)
if (guard === 'guarded') {
  guardStdio({
    onBrokenPipe: () => {
      console.log('the guard was told')
    },
  })
}
process.on('uncaughtExceptionMonitor', (error: NodeJS.ErrnoException) => {
  console.log(`uncaught ${error.code ?? error.message}`)
  child?.kill()
})

let child: ChildProcess | undefined

async function stdinOfChild(): Promise<Writable> {
  const deaf = await deafChild()
  child = deaf.child
  return deaf.stdin
}

/** A connection to an upstream that has ended it. */
async function upstream(): Promise<Writable> {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  server.unref()
  socket.resume()
  await once(socket, 'end')
  return socket
}

async function main(): Promise<void> {
  const pipe = which === 'upstream' ? await upstream() : await stdinOfChild()
  const closed = new Promise((resolve) => pipe.once('close', resolve))
  if (owner === 'heard') {
    pipe.on('error', (error: NodeJS.ErrnoException) => {
      console.log(`the owner was told ${error.code ?? error.message}`)
    })
  }
  pipe.write('anybody there?')
  await closed
  child?.kill()
  console.log('alive')
}

void main()
