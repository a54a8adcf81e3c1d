import * as detection from './detection/detection.js'
import * as growth from './growth/growth.js'
import * as logAnalysis from './log-analysis/log-analysis.js'
import * as memory from './memory/memory.js'
import type { Findings } from './results.js'
import * as sessions from './sessions/sessions.js'
import * as scrape from './scrape/scrape.js'

export interface BenchOptions {
  /** As small as can be: it has to run, and its figures mean nothing. */
  readonly smoke: boolean
}

/** A bench beside the overhead's: prints what it finds, and gives it back for the report. */
export interface Bench {
  readonly name: 'memory' | 'detection' | 'growth' | 'sessions' | 'scrape' | 'log-analysis'
  readonly title: string
  readonly run: (options: BenchOptions) => Promise<Findings>
}

type Key = Exclude<keyof Findings, 'overhead' | 'soak'>

/** What a bench's module exports. */
interface Part<Found> {
  readonly run: (options: BenchOptions) => Promise<Found>
  readonly print: (found: Found) => void
}

function bench<K extends Key>(
  key: K,
  name: Bench['name'],
  title: string,
  { run, print }: Part<NonNullable<Findings[K]>>,
): Bench {
  return {
    name,
    title,
    run: async (options) => {
      const found = await run(options)
      print(found)
      return { [key]: found }
    },
  }
}

export const benches: readonly Bench[] = [
  bench('memory', 'memory', 'memory: an exchange in flight, and what a settled one leaves', memory),
  bench('detection', 'detection', 'detection: from the FIN or RST to the signal', detection),
  bench('growth', 'growth', 'growth: more connections, more routes with limits', growth),
  bench('scrape', 'scrape', 'scrape: what one instance tells Prometheus', scrape),
  bench(
    'logAnalysis',
    'log-analysis',
    'log analysis: a long log, beside awk and goaccess',
    logAnalysis,
  ),
  bench(
    'sessions',
    'sessions',
    'sessions: how a sweep of 200,000 holds up the event loop',
    sessions,
  ),
]
