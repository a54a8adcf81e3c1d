import fc from 'fast-check'
import { causesOf, partsOf } from '../../../src/attribution/chain.js'
import { biting, chainOf, cyclic, revoked, strange } from '../support/hostile.js'

describe('causesOf', () => {
  it('gives an error with its causes, outermost first', () => {
    const root = new Error('root')
    const middle = new Error('middle', { cause: root })
    const outer = new Error('outer', { cause: middle })
    expect(causesOf(outer)).toEqual([outer, middle, root])
  })

  it('ends at a cycle', () => {
    const error = cyclic()
    expect(causesOf(error)).toEqual([error, error.cause])
  })

  it('is bounded for a chain of 10,000', () => {
    expect(causesOf(chainOf(10_000, null)).length).toBeLessThanOrEqual(64)
  })

  it('keeps a cause that is no error, and ends there', () => {
    const cause = Symbol('why')
    expect(causesOf(new Error('x', { cause }))[1]).toBe(cause)
  })

  it('gives nothing for nothing', () => {
    expect(causesOf(undefined)).toEqual([])
    expect(causesOf(null)).toEqual([])
  })

  it.each(strange)('does not throw for %s', (_what, make) => {
    expect(() => causesOf(make())).not.toThrow()
  })
})

describe('partsOf', () => {
  it('gives the parts of an aggregate, also of what only has its shape', () => {
    const parts = [new Error('a'), new Error('b')]
    expect(partsOf(new AggregateError(parts))).toEqual(parts)
    expect(partsOf({ errors: parts })).toEqual(parts)
  })

  it('gives null for what has no parts', () => {
    for (const error of [new Error('x'), { errors: [] }, { errors: 'x' }, null, 'x', biting()]) {
      expect(partsOf(error)).toBeNull()
    }
    expect(partsOf({ errors: revoked([]) })).toBeNull()
  })

  it('is bounded for a wide aggregate', () => {
    const parts = Array.from({ length: 10_000 }, () => new Error('part'))
    expect(partsOf(new AggregateError(parts))?.length).toBeLessThanOrEqual(64)
  })

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (value) => {
        causesOf(value)
        partsOf(value)
        partsOf({ errors: value })
      }),
    )
  })
})
