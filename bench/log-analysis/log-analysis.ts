import { mkdtempSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { estimate, median, type Estimate } from '../stats.js'
import { generateLog } from './generate.js'
import { timedRun, type TimedRun } from './timed-run.js'

export interface LogAnalysisResult {
  readonly lines: number
  readonly megabytes: number
  readonly rounds: number
  readonly rows: readonly LogAnalysisRow[]
}

export interface LogAnalysisRow {
  readonly name: string
  readonly seconds: number
  /** Of awk's time in the same round; goaccess, run once, of the median. */
  readonly ofAwk: Estimate
  readonly peakMb: number | null
}

interface Contender {
  readonly name: string
  readonly file: string
  readonly args: (log: string) => string[]
}

const awk: Contender = {
  name: 'awk, count of 499',
  file: 'awk',
  args: (log) => ['$9==499{n++}END{print n}', log],
}
const hangup: Contender = {
  name: 'hangup diagnose',
  file: process.execPath,
  args: (log) => [join(__dirname, '../../src/cli/main.js'), 'diagnose', '--json', log],
}
const goaccess: Contender = {
  name: 'goaccess',
  file: 'goaccess',
  // What stands behind the agent is passed over.
  args: (log) => [
    log,
    '--log-format=%h %^[%d:%t %^] "%r" %s %b "%R" "%u" %^',
    '--date-format=%d/%b/%Y',
    '--time-format=%T',
    '--output=json',
    '--no-global-config',
    '--no-progress',
  ],
}

/** How long a log takes, beside awk's and goaccess' time on the same file; run in turn. */
export async function run({ smoke }: { readonly smoke: boolean }): Promise<LogAnalysisResult> {
  const lines = smoke ? 20_000 : 2_000_000
  const rounds = smoke ? 1 : 7
  const folder = mkdtempSync(join(os.tmpdir(), 'hangup-log-'))
  try {
    const log = join(folder, 'access.log')
    generateLog(log, lines)
    const once = ({ file, args }: Contender): Promise<TimedRun> => timedRun(file, args(log))
    await once(awk)
    const awks: TimedRun[] = []
    const hangups: TimedRun[] = []
    for (let round = 0; round < rounds; round++) {
      awks.push(await once(awk))
      hangups.push(await once(hangup))
    }
    const awkSeconds = median(awks.map(({ seconds }) => seconds))
    const rows = [
      rowOf(
        awk.name,
        awks,
        awks.map(() => 1),
      ),
      rowOf(
        hangup.name,
        hangups,
        hangups.map(({ seconds }, index) => seconds / (awks[index]?.seconds ?? NaN)),
      ),
      ...(await once(goaccess).then(
        (timed) => [rowOf(goaccess.name, [timed], [timed.seconds / awkSeconds])],
        () => [],
      )),
    ]
    return { lines, megabytes: statSync(log).size / 1e6, rounds, rows }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function rowOf(name: string, runs: readonly TimedRun[], ratios: readonly number[]): LogAnalysisRow {
  const peaks = runs.flatMap(({ peakMb }) => (peakMb === null ? [] : [peakMb]))
  return {
    name,
    seconds: median(runs.map(({ seconds }) => seconds)),
    ofAwk: estimate(ratios),
    peakMb: peaks.length === 0 ? null : Math.max(...peaks),
  }
}

export function print({ lines, megabytes, rows }: LogAnalysisResult): void {
  console.log(`  ${lines.toLocaleString('en-US')} lines, ${megabytes.toFixed(0)} MB`)
  for (const { name, seconds, ofAwk, peakMb } of rows) {
    console.log(
      `  ${name.padEnd(18)} ${seconds.toFixed(2).padStart(7)} s  ${ofAwk.median.toFixed(2).padStart(7)} x awk ` +
        `[${ofAwk.low.toFixed(2)}, ${ofAwk.high.toFixed(2)}]  ${peakMb === null ? '' : `${peakMb.toFixed(0)} MB`}`,
    )
  }
}
