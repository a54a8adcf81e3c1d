import { readFileSync, writeFileSync } from 'node:fs'
import type { DetectionRow } from './detection/detection.js'
import type { GrowthResult } from './growth/growth.js'
import type { LogAnalysisResult } from './log-analysis/log-analysis.js'
import { machine, type Machine } from './machine.js'
import type { MemoryRows } from './memory/memory.js'
import type { Row } from './overhead/overhead.js'
import type { ScrapeRow } from './scrape/scrape.js'
import type { SweepResult } from './sessions/sessions.js'
import type { SoakResult } from './soak/soak.js'

/** What the benches found, as `--json` writes it. */
export interface Findings {
  /** One entry for each scenario. */
  readonly overhead?: ReadonlyArray<{ readonly title: string; readonly rows: readonly Row[] }>
  readonly memory?: MemoryRows
  readonly detection?: readonly DetectionRow[]
  readonly growth?: readonly GrowthResult[]
  readonly scrape?: readonly ScrapeRow[]
  readonly logAnalysis?: LogAnalysisResult
  readonly sessions?: readonly SweepResult[]
  readonly soak?: SoakResult
}

export interface Results extends Findings {
  readonly machine: Machine
}

export function writeResults(file: string, command: string, findings: Findings): void {
  const results: Results = { machine: machine(command), ...findings }
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
}

export function readResults(file: string): Results {
  return JSON.parse(readFileSync(file, 'utf8')) as Results
}
