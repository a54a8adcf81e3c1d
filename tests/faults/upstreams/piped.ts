import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import net from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Agent, request } from 'undici'
import { shell } from './children.js'
import type { Operation, PipedSource } from './source.js'
import { httpUpstream, startAnswer, tcpUpstream, type Upstream } from './upstream-server.js'

/** Carries the upstream into the response; resolves when the first part is through. */
async function carry(
  from: Readable,
  res: ServerResponse,
  fail: Operation['fail'],
): Promise<Operation> {
  const first = once(from, 'data')
  const result = pipeline(from, res)
  await Promise.race([first, result])
  return { result, fail }
}

const resets = (upstream: Upstream) => () => {
  upstream.fail('reset')
}

export const pipedSources: readonly PipedSource[] = [
  {
    name: 'http.request into the response, reset',
    async open(stage, res) {
      const upstream = await httpUpstream(stage, startAnswer)
      const outgoing = http.get(upstream.url, { agent: false })
      outgoing.on('error', () => undefined)
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
      return carry(answer, res, resets(upstream))
    },
  },
  {
    name: 'http.request into the response, close',
    async open(stage, res) {
      const upstream = await httpUpstream(stage, startAnswer)
      const outgoing = http.get(upstream.url, { agent: false })
      outgoing.on('error', () => undefined)
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
      return carry(answer, res, () => {
        upstream.fail('close')
      })
    },
  },
  {
    name: 'fetch into the response, reset',
    async open(stage, res) {
      const upstream = await httpUpstream(stage, startAnswer)
      const answer = await fetch(upstream.url)
      return carry(Readable.from(answer.body ?? []), res, resets(upstream))
    },
  },
  {
    name: 'undici into the response, reset',
    async open(stage, res) {
      const upstream = await httpUpstream(stage, startAnswer)
      const dispatcher = new Agent()
      stage.onCleanUp(() => dispatcher.destroy())
      const { body } = await request(upstream.url, { dispatcher })
      return carry(body, res, resets(upstream))
    },
  },
  {
    name: 'raw socket into the response, reset',
    async open(stage, res) {
      const upstream = await tcpUpstream(stage, (socket) => socket.write('the first part'))
      const socket = net.connect({ port: upstream.port, host: '127.0.0.1' })
      stage.onCleanUp(() => socket.destroy())
      return carry(socket, res, resets(upstream))
    },
  },
  {
    name: 'source that is destroyed early',
    open(stage, res) {
      const source = new PassThrough()
      stage.onCleanUp(() => source.destroy())
      source.write('the first part')
      return carry(source, res, () => {
        source.destroy()
      })
    },
  },
  {
    name: 'child killed while it writes',
    silent: true,
    open(stage, res) {
      const { stdout, kill } = killable(shell(stage, 'echo first; exec sleep 60'))
      return carry(stdout, res, kill)
    },
  },
]

function killable(child: ReturnType<typeof shell>): { stdout: Readable; kill: () => void } {
  if (child.stdout === null) throw new Error('the child has no stdout')
  return {
    stdout: child.stdout,
    kill: () => {
      child.kill('SIGKILL')
    },
  }
}
