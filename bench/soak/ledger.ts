import type { ExchangeRecord } from '../../src/index.js'
import type { Faults } from './faults.js'

/** As many exchanges as one soak may have; a byte each. */
const MOST = 1 << 24

/** Counts what happens in the application's process. */
export class Ledger {
  /** Requests that came to the application. */
  begun = 0
  /** Exchanges that settled. */
  settledOnce = 0
  settledAgain = 0
  late = 0
  readonly outcomes: Record<string, number> = {}
  /** What the application's own error handler was given, beside injected faults, by code. */
  readonly otherErrors: Record<string, number> = {}
  readonly uncaught: string[] = []
  readonly unhandled: string[] = []
  readonly warnings: string[] = []
  readonly #seen = new Uint8Array(MOST)

  constructor(private readonly faults: Faults) {
    process.on('uncaughtException', (error) => this.uncaught.push(describe(error)))
    process.on('unhandledRejection', (error) => this.unhandled.push(describe(error)))
    process.on('warning', (warning) => this.warnings.push(describe(warning)))
  }

  settled(record: ExchangeRecord): void {
    const number = parseInt(record.id.slice(record.id.lastIndexOf('-') + 1), 36)
    if (number >= MOST) throw new Error(`more than ${MOST} exchanges in one soak`)
    if (this.#seen[number] === 0) this.settledOnce++
    else this.settledAgain++
    this.#seen[number] = 1
    count(this.outcomes, record.outcome)
  }

  error(error: unknown, { quiet }: { readonly quiet: boolean }): void {
    if (quiet) this.faults.quiet(error)
  }

  lateWork(): void {
    this.late++
  }

  /** The application's own error handler was given an error. */
  given(error: unknown): void {
    if (this.faults.reach(error)) return
    const { code, name } = error as { code?: unknown; name?: unknown }
    // A DOMException's code is a number that nobody knows by heart.
    count(this.otherErrors, typeof code === 'string' ? code : String(name))
  }
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
