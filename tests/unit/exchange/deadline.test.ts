import fc from 'fast-check'
import type { RequestTimeoutError } from '../../../src/index.js'
import { Deadline, type Passed } from '../../../src/exchange/deadline/deadline.js'
import { Limits, type Exchange, type LimitValues } from '../../../src/exchange/index.js'

/** As much of an exchange as a deadline looks at. */
class FakeExchange {
  readonly began = performance.now()
  readonly res = { headersSent: false }
  readonly link = {
    follow: () => undefined,
    requestComplete: () => this.complete,
    owed: () => ({ receive: false, send: false, respond: false, held: false }),
  }
  readonly reporting = { expire: (_exchange: unknown, passed: Passed) => this.passes(passed) }
  readonly passed: Passed[] = []
  readonly deadline = new Deadline(this as unknown as Exchange)
  complete = true
  ending: object | null = null
  expired: RequestTimeoutError | null = null

  passes(passed: Passed): void {
    this.passed.push(passed)
    this.expired = {} as RequestTimeoutError
  }

  get names(): string[] {
    return this.passed.map(({ limit }) => limit)
  }
}

function armed(values: LimitValues, budget?: { spentMs: number; callerMs: number }): FakeExchange {
  const exchange = new FakeExchange()
  const expire = (_exchange: Exchange, passed: Passed) => exchange.passes(passed)
  exchange.deadline.arm(new Limits(values), expire, undefined, budget)
  return exchange
}

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

const pass = (ms: number): void => void jest.advanceTimersByTime(ms)

describe('a limit', () => {
  it('passes at its moment, and not before', () => {
    const exchange = armed({ responseMs: 100 })
    pass(99)
    expect(exchange.deadline.remainingMs).toBe(1)
    expect(exchange.names).toEqual([])
    pass(1)
    expect(exchange.passed).toMatchObject([{ limit: 'responseMs', limitMs: 100 }])
    expect(exchange.deadline.remainingMs).toBe(0)
  })

  it('is the one of those that passes first', () => {
    const exchange = armed({ responseMs: 100, totalMs: 300, receiveMs: 50 })
    expect(exchange.deadline.remainingMs).toBe(100)
    exchange.complete = false
    expect(exchange.deadline.remainingMs).toBe(50)
    pass(300)
    expect(exchange.names).toHaveLength(1)
  })

  it('for the response is kept by a header that is out, and totalMs is not', () => {
    const exchange = armed({ responseMs: 100, totalMs: 300 })
    exchange.res.headersSent = true
    pass(299)
    expect(exchange.names).toEqual([])
    pass(1)
    expect(exchange.passed).toMatchObject([{ limit: 'totalMs', limitMs: 300 }])
  })

  it('for the request body is kept by a request that is complete', () => {
    const exchange = armed({ receiveMs: 100 })
    pass(500)
    expect(exchange.names).toEqual([])
    expect(exchange.deadline.remainingMs).toBe(Infinity)
  })

  it('for the request body does not count time in which nobody read', () => {
    const exchange = armed({ receiveMs: 100 })
    exchange.complete = false
    exchange.deadline.heldMs = 40
    exchange.deadline.schedule()
    pass(139)
    expect(exchange.names).toEqual([])
    pass(1)
    expect(exchange.passed).toMatchObject([{ limit: 'receiveMs', limitMs: 100 }])
  })

  it('counts from the start of the exchange', () => {
    const exchange = new FakeExchange()
    pass(60)
    exchange.deadline.arm(new Limits({ totalMs: 100 }), () => exchange.names, undefined)
    expect(exchange.deadline.remainingMs).toBe(40)
  })

  it('gives way to the next that is armed, longer or shorter', () => {
    for (const totalMs of [50, 500]) {
      const exchange = armed({ totalMs: 100 })
      const expire = (_exchange: Exchange, passed: Passed) => exchange.passes(passed)
      exchange.deadline.arm(new Limits({ totalMs }), expire, undefined)
      pass(totalMs - 1)
      expect(exchange.names).toEqual([])
      pass(1)
      expect(exchange.passed).toMatchObject([{ limitMs: totalMs }])
    }
  })
})

describe('a deadline in the hands of a handler', () => {
  it('is extended', () => {
    const exchange = armed({ responseMs: 100 })
    expect(exchange.deadline.extend(50)).toBe(true)
    expect(exchange.deadline.extend(50)).toBe(true)
    expect(exchange.deadline).toMatchObject({ remainingMs: 200, limitMs: 200 })
    pass(199)
    expect(exchange.names).toEqual([])
    pass(1)
    expect(exchange.passed).toMatchObject([{ limit: 'responseMs', limitMs: 200 }])
  })

  it('is set anew, from now', () => {
    const exchange = armed({ responseMs: 100, idleMs: 100 })
    pass(60)
    expect(exchange.deadline.set(30)).toBe(true)
    expect(exchange.deadline).toMatchObject({ remainingMs: 30, limitMs: 30 })
    expect(exchange.deadline.limits?.values).toMatchObject({ idleMs: 100, totalMs: 90 })
    pass(30)
    expect(exchange.passed).toMatchObject([{ limit: 'totalMs', limitMs: 90 }])
  })

  it('is set where there was none', () => {
    const exchange = new FakeExchange()
    expect(exchange.deadline.set(30)).toBe(true)
    pass(30)
    expect(exchange.names).toEqual(['totalMs'])
  })

  it('is set longer than the limit was', () => {
    const exchange = armed({ totalMs: 100 })
    exchange.deadline.set(1000)
    pass(999)
    expect(exchange.names).toEqual([])
    pass(1)
    expect(exchange.names).toEqual(['totalMs'])
  })

  it('is cleared, and may be set again', () => {
    const exchange = armed({ responseMs: 100, idleMs: 100 })
    expect(exchange.deadline.clear()).toBe(true)
    expect(exchange.deadline).toMatchObject({ remainingMs: Infinity, limitMs: null, limits: null })
    pass(1000)
    expect(exchange.names).toEqual([])
    exchange.deadline.set(10)
    pass(10)
    expect(exchange.names).toEqual(['totalMs'])
  })

  it('is extended without effect where there is none', () => {
    const { deadline } = new FakeExchange()
    expect(deadline.extend(50)).toBe(true)
    expect(deadline).toMatchObject({ remainingMs: Infinity, limitMs: null })
  })

  it.each(['expired', 'ending'] as const)('says false, and does nothing, once %s', (over) => {
    const exchange = armed({ responseMs: 100 })
    if (over === 'expired') pass(100)
    else exchange.ending = {}
    const passed = exchange.names.length
    const { limitMs } = exchange.deadline
    expect(exchange.deadline.extend(50)).toBe(false)
    expect(exchange.deadline.set(50)).toBe(false)
    expect(exchange.deadline.clear()).toBe(false)
    expect(exchange.deadline.limitMs).toBe(limitMs)
    if (over === 'ending') exchange.deadline.disarm()
    pass(1000)
    expect(exchange.names).toHaveLength(passed)
  })

  it.each([NaN, 0, -5, Infinity, 2 ** 31, '50', '5s', null, undefined, 5n])(
    'refuses %p, and stays as it is',
    (ms) => {
      const exchange = armed({ responseMs: 100 })
      for (const method of ['extend', 'set'] as const) {
        expect(() => exchange.deadline[method](ms as number)).toThrow(
          expect.objectContaining({
            code: 'ERR_HANGUP_OPTION',
            message: expect.stringContaining(`deadline.${method} must be`) as string,
          }),
        )
      }
      expect(exchange.deadline).toMatchObject({ remainingMs: 100, limitMs: 100 })
      pass(100)
      expect(exchange.names).toEqual(['responseMs'])
    },
  )
})

describe('a budget', () => {
  it('takes off what was spent in a queue', () => {
    const exchange = armed({ responseMs: 100 }, { spentMs: 30, callerMs: Infinity })
    expect(exchange.deadline).toMatchObject({ remainingMs: 70, limitMs: 100 })
    pass(70)
    expect(exchange.passed).toMatchObject([{ limit: 'responseMs', limitMs: 100 }])
  })

  it("is the caller's limit, where that is shorter", () => {
    const exchange = armed({ responseMs: 100 }, { spentMs: 0, callerMs: 40 })
    expect(exchange.deadline).toMatchObject({ remainingMs: 40, limitMs: 40 })
    pass(40)
    expect(exchange.passed).toMatchObject([{ limit: 'responseMs', limitMs: 40 }])
  })

  it("limits the response by the caller's limit also where only silence was limited", () => {
    const exchange = armed({ idleMs: 100 }, { spentMs: 0, callerMs: 40 })
    pass(40)
    expect(exchange.passed).toMatchObject([{ limit: 'responseMs', limitMs: 40 }])
  })

  it('leaves nothing where all was spent', () => {
    const { deadline } = armed({ responseMs: 100 }, { spentMs: 500, callerMs: Infinity })
    expect(deadline.remainingMs).toBe(0)
  })

  it('leaves the time for the request body alone', () => {
    const exchange = armed({ receiveMs: 100 }, { spentMs: 50, callerMs: Infinity })
    exchange.complete = false
    expect(exchange.deadline.remainingMs).toBe(100)
  })

  it('never lengthens a limit', () => {
    const ms = fc.integer({ min: 1, max: 10_000 })
    const values = fc.record({ responseMs: ms, totalMs: ms, idleMs: ms }, { requiredKeys: [] })
    const budget = fc.record({
      spentMs: fc.integer({ min: 0, max: 20_000 }),
      callerMs: fc.oneof(ms, fc.constant(Infinity)),
    })
    fc.assert(
      fc.property(values, budget, (limits, spent) => {
        const without = armed(limits).deadline.remainingMs
        const left = armed(limits, spent).deadline.remainingMs
        expect(left).toBeLessThanOrEqual(without)
      }),
    )
  })
})
