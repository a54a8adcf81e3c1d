import {
  ClientDisconnectedError,
  HangupError,
  isClientDisconnectedError,
  isRequestTimeoutError,
  isServerClosedError,
  RequestTimeoutError,
  ServerClosedError,
} from '../../../src/index.js'

const init = { phase: 'processing', exchangeId: 'ab12-7' } as const
const timeout = {
  ...init,
  limit: 'responseMs',
  limitMs: 50,
  elapsedMs: 51.5,
  status: 503,
} as const

const cases = [
  {
    kind: 'ClientDisconnectedError',
    make: (cause?: unknown) => new ClientDisconnectedError({ ...init, closure: 'rst', cause }),
    guard: isClientDisconnectedError,
    code: 'ERR_CLIENT_DISCONNECTED',
    name: 'AbortError',
  },
  {
    kind: 'RequestTimeoutError',
    make: (cause?: unknown) => new RequestTimeoutError({ ...timeout, cause }),
    guard: isRequestTimeoutError,
    code: 'ERR_REQUEST_TIMEOUT',
    name: 'TimeoutError',
  },
  {
    kind: 'ServerClosedError',
    make: (cause?: unknown) => new ServerClosedError({ ...init, cause }),
    guard: isServerClosedError,
    code: 'ERR_SERVER_CLOSED',
    name: 'AbortError',
  },
] as const

describe.each(cases)('$kind', ({ make, guard, code, name }) => {
  it('has the code, and the name that the web platform uses', () => {
    expect(make()).toMatchObject({ code, name, phase: 'processing', exchangeId: 'ab12-7' })
    expect(make()).toBeInstanceOf(Error)
  })

  it('keeps its cause, and has none where there was none', () => {
    const cause = new Error('read ECONNRESET')
    expect(make(cause).cause).toBe(cause)
    expect('cause' in make()).toBe(false)
  })

  it('is recognised by its own guard alone', () => {
    const guards = [isClientDisconnectedError, isRequestTimeoutError, isServerClosedError]
    expect(guards.filter((each) => each(make()))).toEqual([guard])
  })

  it('is recognised where another copy of the package made it', () => {
    jest.isolateModules(() => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- a second copy is the point
      const other = require('../../../src/index.js') as {
        ClientDisconnectedError: typeof ClientDisconnectedError
        RequestTimeoutError: typeof RequestTimeoutError
        ServerClosedError: typeof ServerClosedError
      }
      const foreign = [
        new other.ClientDisconnectedError({ ...init, closure: 'fin' }),
        new other.RequestTimeoutError(timeout),
        new other.ServerClosedError(init),
      ].filter((error) => guard(error))
      expect(foreign).toHaveLength(1)
      expect(foreign[0]).toMatchObject({ code })
      expect(foreign[0]).not.toBeInstanceOf(make().constructor)
    })
  })

  it('is not taken for what only has its code and name', () => {
    expect(guard(Object.assign(new Error('forged'), { code, name }))).toBe(false)
    for (const value of [null, undefined, 0, '', code, Symbol(code), 1n, () => code, [], {}]) {
      expect(guard(value)).toBe(false)
    }
  })

  it('has a guard that survives getters and proxies that throw', () => {
    const trap = () => {
      throw new Error('trap')
    }
    expect(guard(new Proxy({}, { get: trap, has: trap, getPrototypeOf: trap }))).toBe(false)
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(guard(proxy)).toBe(false)
  })

  it('hides its brand from loggers that list what an error has', () => {
    expect(Object.getOwnPropertySymbols(make())).toEqual([])
    expect(Object.keys(make())).not.toContain('brand')
  })
})

it('a timeout carries what finalhandler and the users of http-errors read', () => {
  const error = new RequestTimeoutError(timeout)
  expect(error).toMatchObject({ status: 503, statusCode: 503, expose: true, limitMs: 50 })
  expect(error.headers).toEqual({ 'Retry-After': '1' })
  expect(error.message).toBe('The request took longer than 50 ms')
})

it.each([503, 504] as const)('a timeout of %d asks the client to come back', (status) => {
  const error = new RequestTimeoutError({ ...timeout, status })
  expect(error).toMatchObject({ status, statusCode: status })
  expect(error.headers).toHaveProperty('Retry-After')
})

it('a timeout of the client’s own making asks for nothing', () => {
  const error = new RequestTimeoutError({ ...timeout, limit: 'receiveMs', status: 408 })
  expect(error).toMatchObject({ status: 408, statusCode: 408, headers: {} })
  expect(error.message).toBe('The request was not complete within 50 ms')
})

it('two timeouts share nothing that one could change for the other', () => {
  expect(new RequestTimeoutError(timeout).headers).not.toBe(
    new RequestTimeoutError(timeout).headers,
  )
})

it('a hang-up tells how the client closed and in which phase', () => {
  const error = new ClientDisconnectedError({ ...init, closure: 'rst' })
  expect(error.closure).toBe('rst')
  expect(error.message).toBe('The client disconnected while the exchange was processing')
})

it('a mistake in use has its own name and any code of the registry', () => {
  const cause = new Error('first')
  const error = new HangupError('ERR_HANGUP_OPTION', 'no such option', { cause })
  expect(error).toMatchObject({ name: 'HangupError', code: 'ERR_HANGUP_OPTION', cause })
  expect(String(error)).toBe('HangupError: no such option')
})
