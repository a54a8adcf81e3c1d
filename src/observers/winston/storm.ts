import { safeText } from '../../exchange/index.js'
import type { ExchangeRecord, Phase } from '../../types/index.js'

/** How many client disconnects have a line of their own. */
export interface RateLimit {
  /** Lines in a window. */
  readonly limit: number
  /** Milliseconds. */
  readonly windowMs: number
}

/** What became of the client disconnects of one window that had no line of their own. */
export interface StormSummary {
  readonly count: number
  readonly windowMs: number
  readonly phases: Readonly<Partial<Record<Phase, number>>>
  /** The routes with the most of them, ten at most, the first with the most. */
  readonly routes: ReadonlyArray<{ method: string; route: string | null; count: number }>
}

const MAX_ROUTES = 200
const TOLD_ROUTES = 10

/**
 * Lets so many disconnects of a window through, and counts the others. The window begins with its
 * first disconnect; its summary is told when it ends, also where the storm is over by then.
 */
export class Storm {
  readonly #rate: RateLimit
  readonly #tell: (summary: StormSummary) => void
  #passed = 0
  #endsAt = 0
  #tally: Tally | null = null

  constructor(rate: RateLimit, tell: (summary: StormSummary) => void) {
    this.#rate = rate
    this.#tell = tell
  }

  /** True where the disconnect may have a line of its own. */
  admits(record: ExchangeRecord): boolean {
    const now = performance.now()
    if (now >= this.#endsAt) this.#begin(now)
    if (this.#passed < this.#rate.limit) {
      this.#passed++
      return true
    }
    if (this.#tally === null) {
      this.#tally = new Tally()
      setTimeout(() => {
        this.#summarize()
      }, this.#endsAt - now).unref()
    }
    this.#tally.add(record)
    return false
  }

  #begin(now: number): void {
    // The event loop may have been too busy for the timer.
    this.#summarize()
    this.#passed = 0
    this.#endsAt = now + this.#rate.windowMs
  }

  #summarize(): void {
    if (this.#tally === null) return
    const summary = this.#tally.summary(this.#rate.windowMs)
    this.#tally = null
    this.#tell(summary)
  }
}

class Tally {
  #count = 0
  readonly #phases: Partial<Record<Phase, number>> = {}
  readonly #routes = new Map<string, { method: string; route: string | null; count: number }>()

  add({ method, route, phase }: ExchangeRecord): void {
    this.#count++
    this.#phases[phase] = (this.#phases[phase] ?? 0) + 1
    const key = `${method} ${route ?? ''}`
    const known = this.#routes.get(key)
    if (known !== undefined) known.count++
    // HTTP/2 takes any word for a method.
    else if (this.#routes.size < MAX_ROUTES) this.#routes.set(key, { method, route, count: 1 })
  }

  summary(windowMs: number): StormSummary {
    const routes = [...this.#routes.values()].sort((a, b) => b.count - a.count)
    return {
      count: this.#count,
      windowMs,
      phases: this.#phases,
      routes: routes.slice(0, TOLD_ROUTES),
    }
  }
}

/** `+1,240 more client disconnects in the last 10 s, 93 % on GET /download`. */
export function describeStorm({ count, windowMs, routes: [first] }: StormSummary): string {
  const more = `+${count.toLocaleString('en-US')} more client disconnect${count === 1 ? '' : 's'}`
  const share = Math.round((100 * (first?.count ?? 0)) / count)
  const where = `${first?.method ?? ''} ${first?.route ?? 'without a route'}`
  return safeText(
    `${more} in the last ${String(windowMs / 1000)} s, ${String(share)} % on ${where}`,
    1024,
  )
}
