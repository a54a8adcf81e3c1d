import { spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { outgoingEndOf, watchOutgoing } from '../../../src/attribution/outgoing.js'
import { within } from '../../harness/deferred.js'

watchOutgoing()

type Upstream = (socket: net.Socket) => void
const header = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart'

let server: net.Server | undefined
afterEach(async () => {
  server?.close()
  if (server !== undefined) await once(server, 'close')
  server = undefined
})

async function listen(upstream: Upstream): Promise<number> {
  server = net.createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      upstream(socket)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** The first error of a request to the upstream, of the request or of its response. */
async function errorOf(
  upstream: Upstream,
  act: (request: http.ClientRequest, response?: http.IncomingMessage) => void = () => undefined,
): Promise<unknown> {
  const port = await listen(upstream)
  return within(
    5_000,
    'the outgoing request fails',
    new Promise((resolve) => {
      const request = http.get({ port, host: '127.0.0.1', agent: false })
      request.on('error', resolve)
      request.on('response', (response) => {
        response.on('error', resolve)
        response.once('data', () => {
          act(request, response)
        })
        response.resume()
      })
      request.on('socket', (socket) => {
        socket.once('connect', () => {
          act(request)
        })
      })
    }),
  )
}

describe('outgoingEndOf', () => {
  it('calls a reset before the header remote', async () => {
    const error = await errorOf((socket) => socket.resetAndDestroy())
    expect(error).toMatchObject({ code: 'ECONNRESET' })
    expect(outgoingEndOf(error)?.by).toBe('remote')
  })

  it('calls a FIN before the header remote', async () => {
    const error = await errorOf((socket) => void socket.end())
    expect(error).toMatchObject({ message: 'socket hang up' })
    expect(outgoingEndOf(error)?.by).toBe('remote')
  })

  it('calls a reset in the middle of the body remote', async () => {
    let reset = (): void => undefined
    const error = await errorOf(
      (socket) => {
        reset = () => void socket.resetAndDestroy()
        socket.write(header)
      },
      (_request, response) => {
        if (response !== undefined) reset()
      },
    )
    expect(outgoingEndOf(error)?.by).toBe('remote')
  })

  it('calls a FIN in the middle of the body remote', async () => {
    const error = await errorOf((socket) => void socket.end(header))
    expect(error).toMatchObject({ message: 'aborted' })
    expect(outgoingEndOf(error)?.by).toBe('remote')
  })

  it('calls a request that this process destroyed local', async () => {
    const error = await errorOf(
      () => undefined,
      (request) => request.destroy(),
    )
    expect(error).toMatchObject({ message: 'socket hang up' })
    expect(outgoingEndOf(error)?.by).toBe('local')
  })

  it('calls a response that this process destroyed local', async () => {
    const error = await errorOf(
      (socket) => void socket.write(header),
      (request, response) => {
        if (response !== undefined) request.destroy()
      },
    )
    expect(error).toMatchObject({ message: 'aborted' })
    expect(outgoingEndOf(error)?.by).toBe('local')
  })

  it('calls a request that ran into a limit of this process limited', async () => {
    const port = await listen(() => undefined)
    const request = http.get({ port, host: '127.0.0.1', agent: false, timeout: 20 })
    request.on('timeout', () => request.destroy())
    const [error] = (await once(request, 'error').catch((thrown: unknown) => [thrown])) as [unknown]
    expect(outgoingEndOf(error)?.by).toBe('limited')
  })

  it('calls a refused connection remote', async () => {
    const port = await listen(() => undefined)
    server?.close()
    const error = await new Promise((resolve) => {
      http.get({ port, host: '127.0.0.1', agent: false }).on('error', resolve)
    })
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
    expect(outgoingEndOf(error)?.by).toBe('remote')
  })

  it('knows the error of a raw socket that was reset', async () => {
    const port = await listen((socket) => socket.resetAndDestroy())
    const socket = net.connect(port, '127.0.0.1')
    socket.write('x')
    const error = await new Promise((resolve) => socket.once('error', resolve))
    expect(outgoingEndOf(error)?.by).toBe('remote')
  })

  it('knows nothing of an error that the application gave to a socket', async () => {
    const port = await listen(() => undefined)
    const socket = net.connect(port, '127.0.0.1')
    await once(socket, 'connect')
    const given = new Error('given')
    socket.destroy(given)
    const error = await new Promise((resolve) => socket.once('error', resolve))
    expect(error).toBe(given)
    expect(outgoingEndOf(error)).toBeUndefined()
  })

  it('does not call the broken stdin of a child local', async () => {
    const program = "require('fs').closeSync(0); console.log('closed'); setInterval(() => {}, 1e6)"
    const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'ignore'] })
    await once(child.stdout, 'data')
    const error = await new Promise((resolve) => {
      child.stdin.once('error', resolve)
      child.stdin.write('x')
    })
    child.kill('SIGKILL')
    expect(error).toMatchObject({ code: 'EPIPE' })
    // Node up to 20 has no channel for child processes, so there nothing is known.
    expect(['remote', undefined]).toContain(outgoingEndOf(error)?.by)
  })

  it('knows nothing of errors that came from nowhere, or are none', () => {
    for (const value of [new Error('x'), null, undefined, 'x', 1n, Symbol('x')]) {
      expect(outgoingEndOf(value)).toBeUndefined()
    }
  })

  it('remembers when the error was emitted', async () => {
    const before = performance.now()
    const error = await errorOf((socket) => void socket.end())
    const at = outgoingEndOf(error)?.at ?? NaN
    expect(at).toBeGreaterThanOrEqual(before)
    expect(at).toBeLessThanOrEqual(performance.now())
  })
})

describe('watchOutgoing', () => {
  it('adds no listener of its own to a connection that is used again', async () => {
    const upstream = http.createServer((_req, res) => res.end('hello'))
    upstream.listen(0, '127.0.0.1')
    await once(upstream, 'listening')
    const { port } = upstream.address() as AddressInfo
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const counts: number[] = []
    for (let i = 0; i < 4; i++) {
      watchOutgoing()
      await new Promise<void>((resolve) => {
        http.get({ port, host: '127.0.0.1', agent }, (response) => {
          const { socket } = response
          const names = socket.eventNames()
          counts.push(names.reduce((sum, name) => sum + socket.listenerCount(name), 0))
          response.resume().once('close', resolve)
        })
      })
    }
    agent.destroy()
    upstream.close()
    await once(upstream, 'close')
    expect(Math.max(...counts.slice(1))).toBe(counts[1])
  })
})
