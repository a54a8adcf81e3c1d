import { definePolicy, requestTimeout } from '../../../src/index.js'
import { optionErrorOf } from '../support/option-error.js'

describe('definePolicy', () => {
  it('makes of a plain number a limit for the response, and one for silence', () => {
    const { values } = definePolicy(25).limits
    expect(values).toEqual({ responseMs: 25, idleMs: 25 })
  })

  it('makes a value that cannot be changed, and that can be mounted any number of times', () => {
    const policy = definePolicy({ totalMs: 25 })
    expect(Object.isFrozen(policy)).toBe(true)
    expect(() => [requestTimeout(policy), requestTimeout(policy)]).not.toThrow()
  })

  it('is not moved by what happens to its options later', () => {
    const options = { totalMs: 25 }
    const policy = definePolicy(options)
    options.totalMs = 1
    expect(policy.limits.values.totalMs).toBe(25)
  })

  it("gives a rate Kestrel's five seconds of grace, or the one it is given", () => {
    const { values } = definePolicy({
      minReceiveRate: 240,
      minSendRate: { bytesPerSecond: 1000, graceMs: 50 },
    }).limits
    expect(values.minReceiveRate).toEqual({ bytesPerSecond: 240, graceMs: 5_000 })
    expect(values.minSendRate).toEqual({ bytesPerSecond: 1000, graceMs: 50 })
  })

  it('has its defaults, which may be given too', () => {
    const defaults = { graceMs: 0, status: 503, offWhileDebugging: false } as const
    for (const policy of [
      definePolicy({ totalMs: 5 }),
      definePolicy({ totalMs: 5, ...defaults }),
    ]) {
      expect(policy.limits).toMatchObject({ graceMs: 0, status: 503 })
      expect(policy).toMatchObject({ offWhileDebugging: false, budget: null })
    }
  })

  it.each([
    [{ totalMs: 10, receiveMs: 20 }, 'totalMs (10) must not be less than receiveMs (20)'],
    [{ totalMs: 10, responseMs: 20 }, 'totalMs (10) must not be less than responseMs (20)'],
  ])('refuses %j, of which one limit could never pass', (options, said) => {
    expect(optionErrorOf(() => definePolicy(options)).message).toBe(said)
  })

  it.each([
    { totalMs: 10, responseMs: 10, receiveMs: 10 },
    { responseMs: 10, receiveMs: 20 },
    { idleMs: 10, totalMs: 20 },
  ])('takes %j', (options) => {
    expect(() => definePolicy(options)).not.toThrow()
  })

  it.each([
    [{ minSendRate: 'fast' }, 'minSendRate'],
    [{ minSendRate: 0 }, 'minSendRate'],
    [{ minReceiveRate: [] }, 'minReceiveRate'],
    [{ minReceiveRate: null }, 'minReceiveRate'],
  ])('says of %j what a rate is', (options, name) => {
    const { message } = optionErrorOf(() => definePolicy(options as never))
    const allowed = 'a number of bytes per second above 0, or { bytesPerSecond, graceMs }'
    expect(message).toContain(`${name} must be ${allowed}; received `)
  })

  it.each([
    [{ bytesPerSecond: 'x' }, 'minSendRate.bytesPerSecond must be a number of bytes per second'],
    [{ bytesPerSecond: 5, graceMs: -1 }, 'minSendRate.graceMs must be a number of milliseconds'],
    [
      { bytesPerSecnd: 5 },
      "minSendRate has no option 'bytesPerSecnd'; did you mean 'bytesPerSecond'?",
    ],
  ])('refuses the rate %j', (minSendRate, said) => {
    expect(optionErrorOf(() => definePolicy({ minSendRate } as never)).message).toContain(said)
  })

  it.each([
    [true, 'The options of budget must be an object; received true'],
    [{ queuetime: true }, "budget has no option 'queuetime'; did you mean 'queueTime'?"],
    [{ queueTime: 'yes' }, "queueTime must be true or false; received 'yes'"],
    [{ callerLimit: 1 }, 'callerLimit must be true or false; received 1'],
    [{ trust: '10.0.0.0/8' }, "trust must be a function; received '10.0.0.0/8'"],
  ])('refuses the budget %j', (budget, said) => {
    const { message } = optionErrorOf(() => definePolicy({ totalMs: 5, budget } as never))
    expect(message).toContain(said)
  })
})
