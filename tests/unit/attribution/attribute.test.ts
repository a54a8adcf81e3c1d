import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import {
  abortSignal,
  attribute,
  ClientDisconnectedError,
  isClientDisconnect,
  RequestTimeoutError,
  ServerClosedError,
  type Attribution,
} from '../../../src/index.js'
import { chainOf, selfContaining, strange } from '../support/hostile.js'
import { endScenes, inPhase, openScene, type Scene } from '../support/scene.js'

const origins = ['client', 'timeout', 'server', 'application', 'ambiguous']

/** Codes that errors of clients have, and errors of anybody else as well. */
const codes = [
  ...['EPIPE', 'ECONNRESET', 'ECONNABORTED', 'ECANCELED', 'ETIMEDOUT', 'EBADF', 'ENOTCONN'],
  ...['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'],
  ...['ERR_STREAM_UNABLE_TO_PIPE', 'ERR_HTTP2_INVALID_STREAM', 'ERR_HTTP2_STREAM_ERROR'],
  ...['ERR_HTTP2_STREAM_CANCEL', 'ABORT_ERR', 'UND_ERR_ABORTED', 'UND_ERR_SOCKET'],
  ...['HPE_INVALID_EOF_STATE', 'ERR_HTTP_REQUEST_TIMEOUT', 'ERR_SSL_WRONG_VERSION_NUMBER'],
  ...['ERR_CLIENT_DISCONNECTED', 'ERR_REQUEST_TIMEOUT', 'ERR_SERVER_CLOSED'],
]
const messages = ['aborted', 'Request aborted', 'request aborted', 'Unexpected end of form', 'x']

/** An error that looks as much like a client's as an error can. */
const lookAlike = fc
  .record({
    code: fc.constantFrom(...codes),
    message: fc.constantFrom(...messages),
    name: fc.constantFrom('Error', 'AbortError', 'TypeError'),
    syscall: fc.constantFrom('read', 'write', undefined),
    type: fc.constantFrom('request.aborted', undefined),
  })
  .map(({ message, ...rest }) => Object.assign(new Error(message), rest, { errno: -104 }))

const init = { phase: 'processing', exchangeId: 'another' } as const

afterEach(endScenes)

describe('attribute, for a request that no middleware has seen', () => {
  it('calls every error the application’s', () => {
    const req = { headers: {}, method: 'GET' } as IncomingMessage
    expect(attribute(new Error('x'), req)).toEqual({
      origin: 'application',
      rule: 'no-exchange',
      quiet: false,
    })
  })

  it.each([undefined, null, {}, 42, 'req', []])(
    'survives %p in the place of the request',
    (req) => {
      expect(attribute(new Error('x'), req as never).quiet).toBe(false)
    },
  )
})

describe('attribute, while the client is there', () => {
  let scene: Scene
  beforeEach(async () => {
    scene = await openScene()
  })

  it('calls no error quiet, whatever it looks like', () => {
    fc.assert(
      fc.property(lookAlike, (error) => {
        expect(attribute(error, scene.req)).toMatchObject({ origin: 'application', quiet: false })
        const wrapped = new Error('wrapped', { cause: error })
        expect(attribute(wrapped, scene.req).quiet).toBe(false)
        expect(attribute(new AggregateError([error]), scene.req).quiet).toBe(false)
      }),
    )
  })

  it('calls a forged reason of a signal the application’s', () => {
    const forged = [
      new ClientDisconnectedError({ ...init, closure: 'rst' }),
      new RequestTimeoutError({
        ...init,
        limit: 'responseMs',
        limitMs: 1,
        elapsedMs: 1,
        status: 503,
      }),
      new ServerClosedError(init),
    ]
    for (const error of forged) {
      expect(attribute(error, scene.req)).toEqual({
        origin: 'application',
        rule: 'reason-of-another-exchange',
        quiet: false,
      })
    }
  })

  it.each(strange)('gives a verdict on %s', (_what, make) => {
    expect(attribute(make(), scene.req)).toMatchObject({ origin: 'application', quiet: false })
  })
})

describe('attribute, after the client left in processing', () => {
  let scene: Scene
  let reason: unknown
  beforeEach(async () => {
    scene = await openScene()
    const signal = abortSignal(scene.req)
    await scene.leave('reset')
    reason = signal.reason
  })
  const of = (error: unknown): Attribution => attribute(error, scene.req)

  it('knows the reason of this signal, also as the cause of what says no more than that', () => {
    const expected = { origin: 'client', rule: 'signal-reason', quiet: true }
    expect(of(reason)).toEqual(expected)
    expect(of(new DOMException('aborted', { name: 'AbortError', cause: reason }))).toEqual(expected)
    const premature = { code: 'ERR_STREAM_PREMATURE_CLOSE', cause: reason }
    expect(of(Object.assign(new Error('Premature close'), premature))).toEqual(expected)
    expect(of(new TypeError('fetch failed', { cause: reason }))).toEqual(expected)
    expect(of(new Error('report 7 failed', { cause: reason }))).toEqual(expected)
    expect(of(chainOf(5, reason))).toEqual(expected)
    expect(isClientDisconnect(reason, scene.req)).toBe(true)
  })

  it('does not hide what went wrong while the work was given up', () => {
    const failed = { code: '57P01', cause: reason }
    for (const error of [
      Object.assign(new Error('rollback failed'), failed),
      new TypeError('cleanup is not a function', { cause: reason }),
      new AggregateError([], 'all failed', { cause: reason }),
      Object.assign(new Error('rollback failed'), { code: '57P01', cause: scene.req.errored }),
      new DOMException('aborted', {
        name: 'AbortError',
        cause: Object.assign(new Error(), failed),
      }),
    ]) {
      expect(of(error)).toEqual({ origin: 'application', rule: 'wrapped', quiet: false })
    }
  })

  it('knows the error that the socket died of', () => {
    const { errored } = scene.req.socket
    expect(errored).not.toBeNull()
    expect(of(errored)).toEqual({ origin: 'client', rule: 'socket-error', quiet: true })
  })

  it('does not take the reason of another exchange for this one’s', async () => {
    const other = await openScene()
    const signal = abortSignal(other.req)
    await other.leave('reset')
    expect(of(signal.reason)).toEqual({
      origin: 'application',
      rule: 'reason-of-another-exchange',
      quiet: false,
    })
  })

  it('does not take the socket error of another connection for this one’s', async () => {
    const other = await openScene()
    await other.leave('reset')
    expect(of(other.req.socket.errored).quiet).toBe(false)
  })

  it('is not quiet by a code alone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), (code) => {
        const error = Object.assign(new Error(`write ${code}`), { code })
        const { quiet, rule } = of(error)
        // Node's refusal of a dead target names no stream, and no other code may do that.
        expect(quiet && rule !== 'stream-closed').toBe(false)
        if (/^(EPIPE|ECONNRESET|ECONNABORTED|ETIMEDOUT|ABORT_ERR)$/.test(code)) {
          expect(quiet).toBe(false)
        }
      }),
    )
  })

  it('calls what does not look aborted the application’s', () => {
    for (const error of [new TypeError('x is undefined'), new Error('no such table'), 'text', 7]) {
      expect(of(error)).toEqual({ origin: 'application', rule: 'unrelated', quiet: false })
    }
  })

  it('calls what looks aborted and is not proven ambiguous', () => {
    const error = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    expect(of(error)).toEqual({ origin: 'ambiguous', rule: 'after-departure', quiet: false })
  })

  it.each(strange)('gives a verdict on %s', (_what, make) => {
    expect(of(make()).quiet).toBe(false)
  })

  describe('of an aggregate', () => {
    const real = () => new Error('the database is on fire')

    it('is quiet where every part is the client’s', () => {
      expect(of(new AggregateError([reason, reason])).quiet).toBe(true)
    })

    it('lets a real part decide, wherever it stands', () => {
      expect(of(new AggregateError([reason, real()])).quiet).toBe(false)
      expect(of(new AggregateError([real(), reason])).quiet).toBe(false)
      expect(of(new AggregateError([new AggregateError([reason, real()])])).quiet).toBe(false)
    })

    it('does not hide a real part behind many of the client’s', () => {
      const parts = [...Array.from({ length: 5_000 }, () => reason), real()]
      expect(of(new AggregateError(parts)).quiet).toBe(false)
    })

    it('does not hide the real cause of an aggregate of the client’s errors', () => {
      expect(of(new AggregateError([reason], 'both', { cause: real() })).quiet).toBe(false)
    })

    it('does not hide a real error by depth', () => {
      let error = new AggregateError([real()], 'innermost', { cause: reason })
      for (let depth = 0; depth < 12; depth++) {
        expect(of(error).quiet).toBe(false)
        error = new AggregateError([error])
      }
    })

    it('does not hide a real part of an aggregate that is a cause', () => {
      const cause = new AggregateError([reason, real()])
      expect(of(new Error('failed', { cause })).quiet).toBe(false)
    })

    it('is never quiet with a real error anywhere among its parts', () => {
      const { tree } = fc.letrec<{ tree: unknown; leaf: unknown; node: unknown }>((tie) => ({
        leaf: fc.constantFrom('client', 'real'),
        node: fc.array(tie('tree'), { minLength: 1, maxLength: 5 }),
        tree: fc.oneof({ maxDepth: 6 }, tie('leaf'), tie('node')),
      }))
      const build = (node: unknown): unknown => {
        if (Array.isArray(node)) return new AggregateError(node.map(build))
        return node === 'client' ? reason : real()
      }
      fc.assert(
        fc.property(tree, (shape) => {
          if (JSON.stringify(shape).includes('real')) expect(of(build(shape)).quiet).toBe(false)
        }),
      )
    })

    it('looks at an aggregate of itself for no longer than at any other', () => {
      const began = process.cpuUsage()
      expect(of(selfContaining(32)).quiet).toBe(false)
      expect(process.cpuUsage(began).user / 1000).toBeLessThan(100)
    })
  })

  it('never throws, and gives an origin, a rule and quiet only for the client’s', () => {
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true })
    const thrown = fc.oneof(anything, lookAlike, fc.record({ cause: anything, errors: anything }))
    fc.assert(
      fc.property(thrown, (error) => {
        const verdict = of(error)
        expect(Object.keys(verdict).sort()).toEqual(['origin', 'quiet', 'rule'])
        expect(origins).toContain(verdict.origin)
        expect(verdict.rule).toMatch(/^[a-z0-9-]+$/)
        expect(verdict.quiet).toBe(verdict.origin === 'client')
      }),
      { numRuns: 300 },
    )
  })

  it('reads a stack of any length in time that grows with its length only', () => {
    const stacks = ['\n'.repeat(50_000), ' at'.repeat(50_000), 'at x.y '.repeat(50_000)]
    for (const stack of stacks) {
      const error = Object.assign(new Error('Premature close'), {
        code: 'ERR_STREAM_PREMATURE_CLOSE',
        stack,
      })
      const began = process.cpuUsage()
      of(error)
      expect(process.cpuUsage(began).user / 1000).toBeLessThan(200)
    }
  })
})

describe('attribute, after the client left in responding', () => {
  it('proves the pipeline’s error of the response to be the client’s', async () => {
    let piped: Promise<unknown> = Promise.resolve()
    const scene = await openScene({
      handler: (_req, res) => {
        const source = Readable.from(endless())
        piped = pipeline(source, res).catch((error: unknown) => error)
      },
    })
    await scene.client.read((received) => received.length > 1_000)
    await scene.leave('close')
    const error = await piped
    expect(attribute(error, scene.req)).toMatchObject({ origin: 'client', quiet: true })
  })

  it('does not take the end of another stream for that of the response', async () => {
    const scene = await openScene({ handler: inPhase.responding })
    await scene.leave('reset')
    const source = new Readable({ read: () => undefined })
    const error = await new Promise((resolve) => {
      pipeline(source, async function* (chunks) {
        yield* chunks
      }).catch(resolve)
      source.destroy()
    })
    expect(attribute(error, scene.req).quiet).toBe(false)
  })
})

describe('attribute, where the server ended the exchange', () => {
  it('calls the reason the server’s, and it is not quiet', async () => {
    const scene = await openScene()
    const signal = abortSignal(scene.req)
    scene.res.destroy()
    await scene.settled
    expect(signal.reason).toBeInstanceOf(ServerClosedError)
    expect(attribute(signal.reason, scene.req)).toEqual({
      origin: 'server',
      rule: 'signal-reason',
      quiet: false,
    })
  })

  it('calls the error that the application gave to the response the application’s', async () => {
    const scene = await openScene()
    const error = new Error('no more')
    scene.res.on('error', () => undefined)
    scene.res.destroy(error)
    await scene.settled
    expect(attribute(error, scene.req)).toMatchObject({ origin: 'application', quiet: false })
  })
})

it('attribute calls every error of a completed exchange the application’s', async () => {
  const scene = await openScene({ handler: (_req, res) => void res.end('hello') })
  await scene.settled
  scene.client.reset()
  fc.assert(
    fc.property(lookAlike, (error) => {
      expect(attribute(error, scene.req)).toMatchObject({ origin: 'application', quiet: false })
    }),
  )
})

async function* endless(): AsyncGenerator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024)
  for (;;) yield await Promise.resolve(chunk)
}
