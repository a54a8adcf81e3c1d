import { guardStdio, type GuardStdioOptions } from '../../../src/server/index.js'

describe('guardStdio', () => {
  test.each([
    [
      { onBrokenPipe: 'exti' },
      "onBrokenPipe must be 'ignore' or 'exit' or a function; received 'exti'; did you mean 'exit'?",
    ],
    [
      { onBrokenPipe: null },
      "onBrokenPipe must be 'ignore' or 'exit' or a function; received null",
    ],
    [
      { onBrokenpipe: 'exit' },
      "guardStdio has no option 'onBrokenpipe'; did you mean 'onBrokenPipe'?",
    ],
    ['exit', "The options of guardStdio must be an object; received 'exit'"],
    [null, 'The options of guardStdio must be an object; received null'],
  ])('refuses %j', (options, message) => {
    const { stdout } = process
    const hasEmit = Object.hasOwn(stdout, 'emit')
    expect(() => guardStdio(options as GuardStdioOptions)).toThrow(
      expect.objectContaining({
        name: 'HangupError',
        code: 'ERR_HANGUP_OPTION',
        message: expect.stringContaining(message) as string,
      }) as Error,
    )
    expect(Object.hasOwn(stdout, 'emit')).toBe(hasEmit)
  })
})
