import fc from 'fast-check'
import { AgeHistogram } from '../../../src/diagnosis/state/histogram.js'
import { Timeline } from '../../../src/diagnosis/state/timeline.js'
import { clockOf } from '../../../src/diagnosis/statistics/clock.js'
import { fitBlock } from '../../../src/diagnosis/statistics/edges.js'
import { logBinomialTail } from '../../../src/diagnosis/statistics/tail.js'

describe('the binomial tail', () => {
  it.each([
    [8, 10, 0.5, 0.0546875],
    [10, 10, 0.1, 1e-10],
    [3, 3, 1 / 3, 1 / 27],
  ])('of %d of %d at %d is %d', (k, n, p, chance) => {
    expect(Math.exp(logBinomialTail(k, n, p))).toBeCloseTo(chance, 12)
  })

  it('agrees with the sum of all terms', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.01, max: 0.6, noNaN: true }),
        (n, p) => {
          const pmf = (k: number): number => choose(n, k) * p ** k * (1 - p) ** (n - k)
          for (let k = Math.ceil(n * p) + 1; k <= n; k++) {
            let sum = 0
            for (let i = k; i <= n; i++) sum += pmf(i)
            expect(Math.exp(logBinomialTail(k, n, p)) / sum).toBeCloseTo(1, 6)
          }
        },
      ),
    )
  })

  it('stays finite far out', () => {
    expect(logBinomialTail(9000, 10_000, 0.001)).toBeLessThan(-50_000)
    expect(Number.isFinite(logBinomialTail(9000, 10_000, 0.001))).toBe(true)
  })
})

test('a block is found between stray values', () => {
  const stray = [900, 930, 970, 1020, 1700, 1900]
  const block = Array.from({ length: 50 }, (_, index) => 1100 + index * 10)
  const values = Float64Array.from([...stray, ...block]).sort()
  expect(fitBlock(values, 1100, 1600, 1, 0.005)).toEqual({ from: 1100, to: 1590 })
})

test.each([
  [[1000, 2000, 5000], 1000],
  [[1010, 2000, 5130], 10],
  [[1011, 2000, 5130], 1],
  [[1011.25, 2000.5], 0],
])('the clock of %j steps by %d', (ages, step) => {
  expect(clockOf(ages)).toBe(step)
})

test('a histogram tells ages to 1 %', () => {
  fc.assert(
    fc.property(fc.double({ min: 2, max: 1e8, noNaN: true }), (ageMs) => {
      const histogram = new AgeHistogram()
      histogram.add(ageMs)
      expect(histogram.quantile(0.5)! / ageMs).toBeGreaterThan(0.99)
      expect(histogram.quantile(0.5)! / ageMs).toBeLessThan(1.01)
      expect(histogram.between(ageMs, ageMs)).toBe(1)
    }),
  )
})

test('histograms of few ages and of many add up alike', () => {
  const ages = fc.array(fc.double({ min: 0, max: 1e8, noNaN: true }), { maxLength: 100 })
  fc.assert(
    fc.property(ages, ages, (first, second) => {
      const [one, other, whole] = [first, second, [...first, ...second]].map((some) => {
        const histogram = new AgeHistogram()
        for (const age of some) histogram.add(age)
        return histogram
      }) as [AgeHistogram, AgeHistogram, AgeHistogram]
      const back = AgeHistogram.from(one.toJSON())
      back.merge(other)
      one.merge(other)
      expect([one.total, back.total]).toEqual([whole.total, whole.total])
      expect(one.toJSON()).toEqual(whole.toJSON())
      expect(back.toJSON()).toEqual(whole.toJSON())
      expect(one.quantile(0.9)).toBe(whole.quantile(0.9))
    }),
  )
})

test('a timeline is the same in whatever order its times come', () => {
  const times = fc.array(fc.integer({ min: 0, max: 1e12 }), { maxLength: 50 })
  fc.assert(
    fc.property(times, (given) => {
      const forward = new Timeline()
      for (const time of given) forward.add(time, 1)
      const backward = new Timeline()
      for (const time of [...given].reverse()) backward.add(time, 1)
      const kept = (timeline: Timeline) => timeline.bins().filter(({ exchanges }) => exchanges > 0)
      expect(kept(backward)).toEqual(kept(forward))
      expect(backward.widthMs).toBe(forward.widthMs)
      expect([backward.fromMs, backward.toMs]).toEqual([forward.fromMs, forward.toMs])
    }),
  )
})

function choose(n: number, k: number): number {
  let result = 1
  for (let i = 1; i <= k; i++) result *= (n - k + i) / i
  return result
}
