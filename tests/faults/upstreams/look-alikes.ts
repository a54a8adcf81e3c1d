import { once } from 'node:events'
import http from 'node:http'
import { PassThrough, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { UpstreamSource } from './source.js'
import { httpUpstream, sayNothing, tcpUpstream } from './upstream-server.js'
import { connectTo } from './sockets.js'

/**
 * Failures of the application's own streams, in the very words in which a stream of the request
 * speaks when its client has left.
 */
export const lookAlikes: readonly UpstreamSource[] = [
  {
    name: 'pipeline between streams of the application, cut short',
    takesSignal: false,
    takesReason: true,
    open: (stage) => {
      const source = new PassThrough()
      stage.onCleanUp(() => source.destroy())
      source.write('a row of the table')
      return Promise.resolve({
        result: pipeline(source, nowhere()),
        fail: () => void source.destroy(),
        cancel: (reason) => void source.destroy(reason),
      })
    },
  },
  {
    name: 'write to a destroyed connection',
    takesSignal: false,
    takesReason: false,
    async open(stage) {
      const upstream = await tcpUpstream(stage, (socket) => socket.write('hello'))
      const socket = await connectTo(upstream.port)
      let report: (error: unknown) => void = () => undefined
      const result = new Promise((_resolve, reject) => {
        report = reject
      })
      return {
        result,
        fail: () => {
          socket.destroy()
          socket.write('query', report)
        },
      }
    },
  },
  {
    name: 'write after the end of a stream',
    takesSignal: false,
    takesReason: false,
    open: () => {
      const log = nowhere()
      return Promise.resolve({
        result: failureOf(log),
        fail: () => {
          log.end()
          log.write('a line')
        },
      })
    },
  },
  {
    // As Node's documentation shows it: a request has no other way to end at its own timeout.
    name: 'http.request, destroyed at its own timeout',
    takesSignal: false,
    takesReason: false,
    async open(stage) {
      const upstream = await httpUpstream(stage, sayNothing)
      const request = http.get(upstream.url, { agent: false, timeout: 60_000 })
      request.on('timeout', () => request.destroy())
      const result = once(request, 'response')
      await Promise.race([upstream.asked, result])
      return {
        result,
        // Brings the moment forward, so that the row need not wait for it.
        fail: () => void request.setTimeout(1),
      }
    },
  },
]

const nowhere = (): Writable =>
  new Writable({
    write(_part, _encoding, done) {
      done()
    },
  })

async function failureOf(stream: Writable): Promise<never> {
  const [error] = (await once(stream, 'error')) as [Error]
  throw error
}
