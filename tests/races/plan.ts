import type { Random } from './random.js'

/** The limit that every exchange races with. */
export const LIMIT_MS = 24

export type Answer = 'end' | 'write-and-end' | 'large' | 'begun-before' | 'fails' | 'rejects'
export type Departure = 'never' | 'reset' | 'close' | 'fin'

/** How one connection, or one stream, shall meet its limit. */
export interface Plan {
  readonly answer: Answer
  /** When the handler answers; null for one that never does. */
  readonly answerMs: number | null
  /** Lets what is ready to run go first. */
  readonly turn: 'none' | 'tick' | 'immediate'
  readonly departure: Departure
  readonly departureMs: number
  /** Requests on the connection, one after the other or pipelined. */
  readonly requests: number
  readonly pipelined: boolean
}

const answers: readonly Answer[] = [
  'end',
  'end',
  'write-and-end',
  'large',
  'begun-before',
  'fails',
  'rejects',
]

/** All that can happen falls within the same millisecond, or within its neighbours. */
export function draw(random: Random): Plan {
  const near = (): number => LIMIT_MS + random.pick([-2, -1, -1, 0, 0, 0, 1])
  return {
    answer: random.pick(answers),
    answerMs: random.next() < 0.1 ? null : near(),
    turn: random.pick(['none', 'none', 'tick', 'immediate']),
    departure: random.pick(['never', 'never', 'reset', 'close', 'fin']),
    departureMs: near(),
    requests: random.pick([1, 1, 2]),
    pipelined: random.next() < 0.5,
  }
}
