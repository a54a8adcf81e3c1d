import { seededRandom } from '../../../bench/random.js'
import type { DiagnosisRecord } from '../../../src/diagnosis/index.js'

const random = seededRandom(42)

export const START = Date.UTC(2026, 10, 23)
const HOUR = 3_600_000

export function between(from: number, to: number): number {
  return from + (to - from) * random()
}

/** A browser that left after this long, some time within ten hours. */
export function left(ageMs: number, more: Partial<DiagnosisRecord> = {}): DiagnosisRecord {
  return {
    time: START + between(0, 10 * HOUR),
    route: `/page/${Math.floor(between(0, 6))}`,
    outcome: 'client-disconnected',
    phase: 'processing',
    closure: 'fin',
    ageMs,
    idleMs: ageMs,
    client: client(),
    ...more,
  }
}

export function completed(ageMs: number, more: Partial<DiagnosisRecord> = {}): DiagnosisRecord {
  return { ...left(ageMs), outcome: 'completed', phase: 'done', closure: 'none', ...more }
}

export function client(agent = oneOf(['chrome', 'firefox', 'safari'])): DiagnosisRecord['client'] {
  const address = `${Math.floor(between(20, 99))}.${Math.floor(between(0, 20))}.7.${Math.floor(between(1, 99))}`
  return { address, agent, via: [] }
}

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

/** How long people wait: most of them some seconds. */
export function impatience(): number {
  return 6000 * Math.exp(0.7 * (between(-1, 1) + between(-1, 1) + between(-1, 1)))
}

/** What goes well. */
export function ordinary(count: number): DiagnosisRecord[] {
  return times(count, () => completed(between(20, 900)))
}

function oneOf<T>(items: readonly T[]): T {
  return items[Math.floor(between(0, items.length))]!
}
