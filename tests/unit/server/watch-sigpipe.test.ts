import { watchSigpipe, type SigpipeListener } from '../../../src/server/index.js'

describe('watchSigpipe', () => {
  test.each([undefined, null, 'log', {}])('refuses %j for a listener', (listener) => {
    expect(() => watchSigpipe(listener as SigpipeListener)).toThrow(
      expect.objectContaining({
        name: 'HangupError',
        code: 'ERR_HANGUP_OPTION',
        message: expect.stringContaining('must be a function') as string,
      }) as Error,
    )
    expect(process.listenerCount('SIGPIPE')).toBe(0)
  })
})
