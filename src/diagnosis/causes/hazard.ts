import type { Disconnect } from '../state/disconnect.js'
import type { AgeHistogram } from '../state/histogram.js'
import { binStart, ageBin } from '../state/age-scale.js'
import type { HazardPoint } from '../types.js'

/** Points of the curve lie this far apart, from 100 ms on. */
const STEP = 1.25
const FIRST_MS = 100

/** Of those who still wait at an age, the part that leaves each second (a life table). */
export function hazardOf(
  departures: ReadonlyArray<{ readonly age: number; readonly weight: number }>,
  completed: AgeHistogram,
  scale: number,
): HazardPoint[] {
  const longest = Math.max(FIRST_MS, ...departures.map(({ age }) => age))
  const edges = [0]
  for (let edge = FIRST_MS; edge < longest * STEP && edges.length < 80; edge *= STEP)
    edges.push(edge)
  const left = Array<number>(edges.length).fill(0)
  for (const { age, weight } of departures) {
    const index = edges.findLastIndex((edge) => edge <= age)
    left[index] = (left[index] ?? 0) + weight * scale
  }
  const answered = edges.map((edge, index) => {
    const next = edges[index + 1] ?? Infinity
    let sum = 0
    for (let bin = ageBin(edge); bin < completed.counts.length && binStart(bin) < next; bin++) {
      if (binStart(bin) >= edge) sum += completed.counts[bin] ?? 0
    }
    return sum
  })
  let waiting = completed.total + departures.reduce((sum, { weight }) => sum + weight * scale, 0)
  return edges.slice(0, -1).map((fromMs, index) => {
    const toMs = edges[index + 1] ?? fromMs
    const gone = left[index] ?? 0
    // Who is answered within the step waited for half of it, on average.
    const exposed = Math.max(gone, waiting - (answered[index] ?? 0) / 2)
    const part = exposed === 0 ? 0 : gone / exposed
    const point = {
      fromMs,
      toMs,
      waiting: Math.round(waiting),
      left: Math.round(gone),
      perSecond: part / ((toMs - fromMs) / 1000),
    }
    waiting = Math.max(0, waiting - gone - (answered[index] ?? 0))
    return point
  })
}

/** The waiting time from which on people leave: nine of ten who leave have waited this long. */
export function patienceOf(cases: readonly Disconnect[]): number {
  const ages = cases.flatMap(({ age }) => (age === null ? [] : [age])).sort((a, b) => a - b)
  return ages[Math.floor(ages.length * 0.1)] ?? NaN
}
