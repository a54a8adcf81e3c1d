type Warn = (code: 'WARN_HANGUP_OBSERVER' | 'WARN_HANGUP_AFTER_BODY', message: string) => void

describe('warnOnce', () => {
  // A fresh copy for each test, which has yet to warn: that is kept for the life of the process.
  let warnOnce: Warn
  beforeEach(() => {
    Reflect.deleteProperty(globalThis, Symbol.for('express-hangup.warned'))
    jest.isolateModules(() => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- a fresh copy is the point
      ;({ warnOnce } = require('../../../src/errors/warn.js') as { warnOnce: Warn })
    })
  })
  afterEach(() => {
    jest.restoreAllMocks()
  })

  it('emits a process warning with its code', () => {
    const emit = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    warnOnce('WARN_HANGUP_OBSERVER', 'An observer threw')
    expect(emit).toHaveBeenCalledWith('An observer threw', {
      type: 'HangupWarning',
      code: 'WARN_HANGUP_OBSERVER',
    })
  })

  it('emits each code once, whatever the message', () => {
    const emit = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    warnOnce('WARN_HANGUP_OBSERVER', 'first')
    warnOnce('WARN_HANGUP_OBSERVER', 'second')
    warnOnce('WARN_HANGUP_AFTER_BODY', 'third')
    expect(emit.mock.calls.map(([message]) => message)).toEqual(['first', 'third'])
  })
})
