import { RateMeter } from '../../../src/exchange/deadline/rate-meter.js'

const TICK_MS = 250
const rate = { bytesPerSecond: 1000, graceMs: 1000 }

/** After how many milliseconds of this flow the rate is broken; null where it is not within a minute. */
function brokenAfter(bytesOfTick: (tick: number) => number): number | null {
  const meter = new RateMeter()
  for (let tick = 1; tick <= 240; tick++) {
    if (meter.isBelow(rate, TICK_MS, bytesOfTick(tick))) return tick * TICK_MS
  }
  return null
}

describe('RateMeter', () => {
  it('is kept by a flow at the rate', () => {
    expect(brokenAfter(() => 250)).toBeNull()
  })

  it('is broken by nothing at all as soon as the grace period is over', () => {
    expect(brokenAfter(() => 0)).toBe(rate.graceMs + TICK_MS)
  })

  it('is broken by a flow a little below it as soon as the grace period is over', () => {
    expect(brokenAfter(() => 249)).toBe(rate.graceMs + TICK_MS)
  })

  it('is broken by a pause that is longer than the grace period, whatever came before', () => {
    const megabyteThenNothing = (tick: number): number => (tick === 1 ? 1_000_000 : 0)
    expect(brokenAfter(megabyteThenNothing)).toBe(TICK_MS + rate.graceMs + TICK_MS)
  })

  it('is kept by bursts whose pauses are shorter than the grace period', () => {
    expect(brokenAfter((tick) => (tick % 4 === 1 ? 5000 : 0))).toBeNull()
  })

  it('takes what cannot be counted for enough', () => {
    expect(brokenAfter(() => Infinity)).toBeNull()
  })
})
