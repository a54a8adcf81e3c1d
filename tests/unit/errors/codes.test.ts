import { codes } from '../../../src/errors/index.js'
import {
  ClientDisconnectedError,
  RequestTimeoutError,
  ServerClosedError,
} from '../../../src/index.js'

describe('the registry of codes', () => {
  it('names each code as Node names its own', () => {
    for (const code of Object.keys(codes)) expect(code).toMatch(/^(ERR|WARN)_[A-Z]+(_[A-Z]+)*$/)
  })

  it('explains each code in a sentence', () => {
    for (const text of Object.values(codes)) expect(text).toMatch(/^\w.* .*\.$/)
  })

  it('has the code of every error that a signal is aborted with', () => {
    const init = { phase: 'processing', exchangeId: '1' } as const
    const reasons = [
      new ClientDisconnectedError({ ...init, closure: 'fin' }),
      new RequestTimeoutError({
        ...init,
        limit: 'responseMs',
        limitMs: 1,
        elapsedMs: 1,
        status: 503,
      }),
      new ServerClosedError(init),
    ]
    for (const { code } of reasons) expect(codes).toHaveProperty(code)
  })
})
