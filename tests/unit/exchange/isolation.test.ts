import { isolated, observerFailures } from '../../../src/exchange/isolation.js'
import { turns } from '../../harness/turns.js'
import { strange } from '../support/hostile.js'

let warn: jest.SpyInstance<void, [message: string, options: object]>

beforeEach(() => {
  warn = jest.spyOn(process, 'emitWarning').mockImplementation() as unknown as typeof warn
})
afterEach(() => {
  warn.mockRestore()
})

describe('isolated', () => {
  it('warns with a code of the first failure of an observer, and counts them all', () => {
    const observer = {}
    const fail = () => {
      throw new Error('of the observer')
    }
    for (let i = 0; i < 3; i++) isolated(observer, fail)
    expect(warn.mock.calls).toEqual([
      [
        expect.stringMatching(/^An observer threw: Error: of the observer\n +at /),
        { type: 'HangupWarning', code: 'WARN_HANGUP_OBSERVER' },
      ],
    ])
    expect(observerFailures(observer)).toBe(3)
    expect(observerFailures({})).toBe(0)
  })

  it('counts a promise that is rejected, and none that never settles', async () => {
    const observer = {}
    isolated(observer, () => Promise.reject(new Error('later')))
    isolated(observer, () => new Promise(() => undefined))
    await turns(2)
    expect(warn.mock.calls).toHaveLength(1)
    expect(warn.mock.calls[0]?.[0]).toContain('Error: later')
    expect(observerFailures(observer)).toBe(1)
  })

  it('runs nothing that only looks like a promise', () => {
    const then = jest.fn()
    isolated({}, () => ({ then }))
    expect(then).not.toHaveBeenCalled()
  })

  it('says nothing in its warning that could drive a terminal, and not much', () => {
    isolated({}, () => {
      throw new Error(`\x1b]0;owned\x07${'x'.repeat(100_000)}`)
    })
    const message = warn.mock.calls[0]?.[0] ?? ''
    expect(message).toMatch(/^An observer threw: Error: \\u001b\]0;owned\\u0007xx/)
    expect(message.length).toBeLessThan(5_000)
  })

  it.each(strange)('survives an observer that throws %s', (_what, make) => {
    const observer = {}
    const thrown = make()
    isolated(observer, () => {
      throw thrown
    })
    expect(observerFailures(observer)).toBe(1)
    expect(warn.mock.calls).toHaveLength(1)
  })
})
