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

export const benches: readonly Bench[] = [
  {
    name: 'memory',
    title: 'memory: an exchange in flight, and what a settled one leaves',
    run: async (options) => {
      const rows = await memory.run(options)
      memory.print(rows)
      return { memory: rows }
    },
  },
  {
    name: 'detection',
    title: 'detection: from the FIN or RST to the signal',
    run: async (options) => {
      const rows = await detection.run(options)
      detection.print(rows)
      return { detection: rows }
    },
  },
  {
    name: 'growth',
    title: 'growth: more connections, more routes with limits',
    run: async (options) => {
      const rows = await growth.run(options)
      growth.print(rows)
      return { growth: rows }
    },
  },
  {
    name: 'scrape',
    title: 'scrape: what one instance tells Prometheus',
    run: async (options) => {
      const rows = await scrape.run(options)
      scrape.print(rows)
      return { scrape: rows }
    },
  },
  {
    name: 'log-analysis',
    title: 'log analysis: a long log, beside awk and goaccess',
    run: async (options) => {
      const result = await logAnalysis.run(options)
      logAnalysis.print(result)
      return { logAnalysis: result }
    },
  },
  {
    name: 'sessions',
    title: 'sessions: how a sweep of 200,000 holds up the event loop',
    run: async (options) => {
      const rows = await sessions.run(options)
      sessions.print(rows)
      return { sessions: rows }
    },
  },
]
