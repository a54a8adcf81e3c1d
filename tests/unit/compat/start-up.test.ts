import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import timeout from '../../../src/compat/connect-timeout.js'
import { optionErrorOf } from '../support/option-error.js'

const make = timeout as (time?: unknown, options?: unknown) => unknown

describe('timeout() at start-up', () => {
  it.each([
    [[]],
    [[undefined, undefined]],
    [[null, null]], // as configuration that says nothing
    [[100, {}]],
    [['5s', { respond: true }]],
    [['5s', { respond: false }]],
    [['5s', { respond: undefined }]],
  ])('takes %j', (args) => {
    expect(make(...args)).toEqual(expect.any(Function))
  })

  it('makes a middleware of three parameters, named in stacks', () => {
    expect(timeout('5s')).toHaveProperty('length', 3)
    expect(timeout('5s')).toHaveProperty('name', 'timeout')
  })

  it.each([
    ['5 sceonds', undefined, /must be from 1 to .*; received '5 sceonds'$/],
    [0, undefined, /received 0$/],
    [100, { repsond: false }, /timeout has no option 'repsond'; did you mean 'respond'\?/],
    [100, { onTimeout: 1 }, /timeout has no option 'onTimeout' \(allowed: respond\)$/],
    [100, { respond: 'false' }, /respond must be true or false; received 'false'$/],
    [100, { respond: 0 }, /respond must be true or false; received 0$/],
    [100, { respond: null }, /respond must be true or false; received null$/],
    [100, 'respond', /The options of timeout must be an object; received 'respond'$/],
    [100, false, /The options of timeout must be an object; received false$/],
    [{ respond: false }, undefined, /^The time of timeout\(\) must be from 1 to /],
  ])('refuses (%j, %j)', (time, options, said) => {
    const { code, message } = optionErrorOf(() => make(time, options))
    expect(code).toBe('ERR_HANGUP_OPTION')
    expect(message).toMatch(said)
  })

  it('says so where it is mounted itself', () => {
    const req = new IncomingMessage(new Socket())
    const { code, message } = optionErrorOf(() => make(req, {}))
    expect(code).toBe('ERR_HANGUP_NOT_CALLED')
    expect(message).toContain("app.use(timeout('5s'))")
  })
})
