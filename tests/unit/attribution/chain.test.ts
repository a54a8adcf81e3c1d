import fc from 'fast-check'
import { causesOf } from '../../../src/attribution/chain.js'
import { biting, chainOf, cyclic, revoked, selfContaining, strange } from '../support/hostile.js'

describe('causesOf', () => {
  it('gives an error with its causes, outermost first', () => {
    const root = new Error('root')
    const middle = new Error('middle', { cause: root })
    const outer = new Error('outer', { cause: middle })
    expect(causesOf(outer)).toEqual({ chains: [[outer, middle, root]], whole: true })
  })

  it('ends at a cycle', () => {
    const error = cyclic()
    expect(causesOf(error)).toEqual({ chains: [[error, error.cause]], whole: true })
  })

  it('is bounded for a chain of 10,000, and says that there was more', () => {
    const { chains, whole } = causesOf(chainOf(10_000, null))
    expect(chains[0]?.length).toBeLessThanOrEqual(64)
    expect(whole).toBe(false)
  })

  it('keeps a cause that is no error, and ends there', () => {
    const cause = Symbol('why')
    const error = new Error('x', { cause })
    expect(causesOf(error).chains).toEqual([[error, cause]])
  })

  it('takes what was thrown for an error, also where it is nothing', () => {
    expect(causesOf(undefined)).toEqual({ chains: [[undefined]], whole: true })
    expect(causesOf(null)).toEqual({ chains: [[null]], whole: true })
  })

  it.each(strange)('does not throw for %s', (_what, make) => {
    expect(() => causesOf(make())).not.toThrow()
  })

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (value) => {
        causesOf(value)
        causesOf({ errors: value })
      }),
    )
  })
})

describe('causesOf an aggregate', () => {
  it('gives a chain for each part, also of what only has its shape', () => {
    const parts = [new Error('a'), new Error('b')]
    const chains = [[parts[0]], [parts[1]]]
    expect(causesOf(new AggregateError(parts))).toEqual({ chains, whole: true })
    expect(causesOf({ errors: parts })).toEqual({ chains, whole: true })
  })

  it('gives one more for its own cause', () => {
    const [part, cause] = [new Error('part'), new Error('cause')]
    expect(causesOf(new AggregateError([part], 'all', { cause })).chains).toEqual([[part], [cause]])
  })

  it('puts what wraps it before each of its parts', () => {
    const parts = [new Error('a'), new Error('b')]
    const outer = new Error('outer', { cause: new AggregateError(parts) })
    expect(causesOf(outer).chains).toEqual(parts.map((part) => [outer, part]))
  })

  it('takes what has no parts for a plain error', () => {
    const unreadable = { errors: revoked([]) }
    for (const error of [new Error('x'), { errors: [] }, { errors: 'x' }, biting(), unreadable]) {
      const { chains, whole } = causesOf(error)
      expect(chains).toHaveLength(1)
      expect(chains[0]?.[0] === error).toBe(true)
      expect(whole).toBe(true)
    }
  })

  it('is bounded where it is wide, and says that there was more', () => {
    const different = Array.from({ length: 10_000 }, () => new Error('part'))
    const same = Array.from({ length: 10_000 }, () => different[0])
    for (const parts of [different, same]) {
      const { chains, whole } = causesOf(new AggregateError(parts))
      expect(chains.length).toBeLessThanOrEqual(64)
      expect(whole).toBe(false)
    }
  })

  it('ends where it contains itself', () => {
    expect(causesOf(selfContaining()).chains).toEqual([])
  })
})
