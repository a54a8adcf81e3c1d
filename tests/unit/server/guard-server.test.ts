import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import net, { type AddressInfo } from 'node:net'
import { guardServer, type GuardServerOptions } from '../../../src/server/index.js'
import { turns } from '../../harness/turns.js'
import { tlsFixture } from '../../harness/tls-fixture.js'

const servers: net.Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    if (!server.listening) continue
    server.close()
    await once(server, 'close')
  }
})

type Limited = http.Server & { connectionsCheckingInterval: number }

function create(options: http.ServerOptions = {}): Limited {
  const server = http.createServer(options, (_req, res) => res.end()) as Limited
  servers.push(server)
  return server
}

async function listening(options: http.ServerOptions = {}): Promise<Limited> {
  const server = create(options).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const limitsOf = ({ keepAliveTimeout, headersTimeout, requestTimeout }: http.Server) => ({
  keepAliveTimeout,
  headersTimeout,
  requestTimeout,
})

describe('the options of guardServer', () => {
  const badOptions: readonly [unknown, string][] = [
    [{ graceMS: 1 }, "guardServer has no option 'graceMS'; did you mean 'graceMs'?"],
    [{ behind: 'aws-abl' }, "did you mean 'aws-alb'?"],
    [{ graceMs: -1 }, 'graceMs must be a number of milliseconds'],
    [{ graceMs: '20s' }, "received '20s'"],
    [{ delayMs: NaN }, 'delayMs must be a number of milliseconds'],
    [{ probeMs: 0 }, 'probeMs must be a number of milliseconds'],
    [{ pingMs: true }, 'pingMs must be a number of milliseconds'],
    [{ signals: 'SIGTERM' }, "signals must be an array such as ['SIGTERM']"],
    [{ signals: ['SIGTREM'] }, "did you mean 'SIGTERM'?"],
    [{ signals: ['SIGKILL'] }, 'signals must be'],
    [{ exit: 1 }, 'exit must be true or false'],
    [{ onClosed: 'done' }, 'onClosed must be a function'],
    [{ observers: {} }, 'observers must be an array'],
    [{ headersTimeoutMs: 10, requestTimeoutMs: 5 }, 'headersTimeoutMs must be at most'],
    [null, 'The options of guardServer must be an object'],
  ]

  test.each(badOptions)('%j is refused', (options, message) => {
    const server = create()
    const guard = () => guardServer(server, options as GuardServerOptions)
    expect(guard).toThrow(expect.objectContaining({ code: 'ERR_HANGUP_OPTION' }) as Error)
    expect(guard).toThrow(message)
    // It left nothing behind.
    expect(server.listenerCount('clientError')).toBe(0)
    guardServer(server)
  })

  test.each([[() => undefined], [{}], [undefined]])('%p is no server', (server) => {
    expect(() => guardServer(server as unknown as http.Server)).toThrow(
      expect.objectContaining({
        code: 'ERR_HANGUP_OPTION',
        message: expect.stringContaining('guardServer needs a server') as string,
      }) as Error,
    )
  })

  test('a server is guarded once', () => {
    const server = create()
    guardServer(server)
    expect(() => guardServer(server)).toThrow(
      expect.objectContaining({ code: 'ERR_HANGUP_GUARDED' }) as Error,
    )
  })

  test('close refuses what it does not know', () => {
    const { close } = guardServer(create())
    expect(() => close({ grace: 5 } as object)).toThrow("did you mean 'graceMs'?")
    expect(() => close({ graceMs: Infinity })).toThrow('graceMs must be')
  })
})

describe('the limits of a guarded server', () => {
  test('are those of the preset', () => {
    const server = create()
    guardServer(server, { behind: 'aws-alb', requestTimeoutMs: 600_000 })
    expect(limitsOf(server)).toEqual({
      keepAliveTimeout: 65_000,
      headersTimeout: 60_000,
      requestTimeout: 600_000,
    })
  })

  test('stay as the server was made where none are given', () => {
    const own = { keepAliveTimeout: 1_000, headersTimeout: 2_000, requestTimeout: 3_000 }
    const server = create(own)
    guardServer(server)
    expect(limitsOf(server)).toEqual(own)
    const another = create(own)
    guardServer(another, { keepAliveTimeoutMs: 65_000 })
    expect(limitsOf(another)).toEqual({ ...own, keepAliveTimeout: 65_000 })
  })

  test('shorten the header to the request', () => {
    const server = create()
    guardServer(server, { requestTimeoutMs: 10_000 })
    expect(limitsOf(server)).toMatchObject({ headersTimeout: 10_000, requestTimeout: 10_000 })
  })

  test('are looked at often enough, where the server does not listen yet', () => {
    const server = create({ headersTimeout: 5_000 })
    guardServer(server)
    expect(server.connectionsCheckingInterval).toBe(500)
    const given = create()
    guardServer(given, { headersTimeoutMs: 5_000, connectionsCheckingIntervalMs: 1_000 })
    expect(given.connectionsCheckingInterval).toBe(1_000)
  })

  test('go with HTTP/1 on a server of HTTP/2 as well, and nowhere without it', () => {
    const both = http2.createSecureServer({ ...tlsFixture, allowHTTP1: true })
    guardServer(both, { headersTimeoutMs: 5_000 })
    expect(both).toMatchObject({ headersTimeout: 5_000, connectionsCheckingInterval: 500 })
    const plain = http2.createServer()
    guardServer(plain, { behind: 'nginx' })
    expect(plain).not.toHaveProperty('headersTimeout')
    expect(() => guardServer(http2.createServer(), { behind: 'ngnix' as 'nginx' })).toThrow(
      "did you mean 'nginx'?",
    )
  })

  test('are said to pass late on a server that listens already, once', async () => {
    const warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    for (let count = 0; count < 2; count++) {
      const server = await listening()
      guardServer(server, { headersTimeoutMs: 5_000 })
      await turns(2)
      expect(server.connectionsCheckingInterval).toBe(30_000)
    }
    expect(warnings.mock.calls).toEqual([
      [
        expect.stringContaining('every 30000 ms'),
        { type: 'HangupWarning', code: 'WARN_HANGUP_CHECKING_INTERVAL' },
      ],
    ])
    warnings.mockRestore()
  })

  test('are kept where listen() was called a moment before', async () => {
    const server = create().listen(0)
    guardServer(server, { headersTimeoutMs: 100 })
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const socket = net.connect(port)
    socket.write('GET /')
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(String(answer)).toContain('408')
    socket.destroy()
  })
})

test('each connection is probed by TCP', async () => {
  const server = create()
  guardServer(server, { probeMs: 1_234 })
  const unprobed = create()
  guardServer(unprobed, { probeMs: false })
  const probes = jest.spyOn(net.Socket.prototype, 'setKeepAlive')
  for (const each of [server, unprobed]) {
    each.listen(0)
    await once(each, 'listening')
    const client = net.connect((each.address() as AddressInfo).port)
    await once(each, 'connection')
    client.destroy()
  }
  expect(probes.mock.calls).toEqual([[true, 1_234]])
  probes.mockRestore()
})
