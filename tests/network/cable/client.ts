// The client at its end of the cable: brings about every state, and tells when bytes flow.
import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import type { Readable, Writable } from 'node:stream'
import { readPaced } from '../paced-reader.js'
import {
  belowTheSendBuffer,
  isRead,
  isUpload,
  states,
  type FromClient,
  type FromServer,
  type State,
} from './states.js'

const MB = 1024 * 1024

interface Target {
  readonly address: string
  readonly ports: Extract<FromServer, { ports: unknown }>['ports']
}

const tell = (message: FromClient): void => void process.send?.(message)
const ignore = (): void => undefined

function reading(index: number, source: Readable): void {
  const reader = readPaced(source, MB)
  source.on('error', ignore)
  const timer = setInterval(() => {
    if (reader.count === 0) return
    clearInterval(timer)
    tell({ flowing: index })
  }, 20)
}

function uploading(index: number, body: Writable): void {
  body.on('error', ignore)
  setInterval(() => body.write(Buffer.alloc(1000)), 100)
  tell({ flowing: index })
}

function start(index: number, state: State, { address, ports }: Target): void {
  const method = isUpload(state) ? 'POST' : 'GET'
  const port = ports[state.kind]
  if (state.kind === 'h2') {
    const session = http2.connect(`http://${address}:${port}`).on('error', ignore)
    const stream = session.request(
      { ':method': method, ':path': `/${index}` },
      { endStream: !isUpload(state) },
    )
    if (isUpload(state)) uploading(index, stream)
    else if (isRead(state)) reading(index, stream)
    stream.on('error', ignore)
    return
  }
  const request = (state.kind === 'https' ? https : http).request({
    host: address,
    port,
    method,
    path: `/${index}`,
    agent: false,
    rejectUnauthorized: false,
    headers: isUpload(state) ? { 'Content-Length': 64 * MB } : {},
  })
  request.on('error', ignore)
  if (isUpload(state)) uploading(index, request)
  else request.end()
  if (isRead(state)) request.on('response', (res) => void reading(index, res))
}

void (async () => {
  const [target] = (await once(process, 'message')) as [Target]
  for (const [index, state] of [...states, belowTheSendBuffer].entries()) {
    start(index, state, target)
  }
  await once(process, 'disconnect')
  process.exit()
})()
