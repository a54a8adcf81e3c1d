import type { DetectionRow } from '../detection/detection.js'
import type { GrowthResult } from '../growth/growth.js'
import type { Machine } from '../machine.js'
import type { LogAnalysisResult } from '../log-analysis/log-analysis.js'
import type { MemoryRows } from '../memory/memory.js'
import type { Row } from '../overhead/overhead.js'
import type { Results } from '../results.js'
import type { SweepResult } from '../sessions/sessions.js'
import type { SoakResult } from '../soak/soak.js'
import { fixed, table, withInterval } from './table.js'

/** The parts of the page that are written from figures, by the name of their place on it. */
export function sectionsOf(all: readonly Results[]): Map<string, string> {
  const each = <T>(
    part: (results: Results) => T | undefined,
    write: (found: T) => string,
  ): string => {
    const found = new Map<string, string[]>()
    for (const results of all) {
      const value = part(results)
      if (value === undefined) continue
      const { node } = results.machine
      found.set(node, [...(found.get(node) ?? []), write(value)])
    }
    return [...found]
      .flatMap(([node, texts]) => (found.size < 2 ? texts : [`Node ${node.slice(1)}:`, ...texts]))
      .join('\n\n')
  }
  return new Map([
    ['machine', machines(all)],
    ['overhead', each(({ overhead }) => overhead, overheadText)],
    ['memory', each(({ memory }) => memory, memoryText)],
    ['detection', each(({ detection }) => detection, detectionText)],
    ['growth', each(({ growth }) => growth, growthText)],
    ['log-analysis', each(({ logAnalysis }) => logAnalysis, logAnalysisText)],
    ['sessions', each(({ sessions }) => sessions, sessionsText)],
    ['soak', each(({ soak }) => soak, soakText)],
  ])
}

function machines(all: readonly Results[]): string {
  const rows = all.map(({ machine: { node, command, date, packages } }) => [
    node.slice(1),
    `\`${command}\``,
    Object.entries(packages)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    date,
  ])
  const places = new Set(all.map(({ machine }) => placeOf(machine)))
  return `${[...places].join('; ')}.\n\n${table(['Node', 'command', 'beside', 'date'], rows, 4)}`
}

function placeOf({ cpu, cores, memoryGb, system }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGb} GB, ${system}`
}

function overheadText(scenarios: NonNullable<Results['overhead']>): string {
  return scenarios.map(({ title, rows }) => `${title}:\n\n${overheadTable(rows)}`).join('\n\n')
}

function overheadTable(rows: readonly Row[]): string {
  const beside = rows.some(({ over }) => over !== null)
  return table(
    [
      ...['', 'µs a request', 'added [95 %]', 'ratio', 'requests/s'],
      ...(beside ? ['µs above another'] : []),
    ],
    rows.map(({ name, cpuUs, addedUs, over, ratio, requestsPerSecond }) => [
      name,
      fixed(cpuUs.median, 1),
      name === 'bare' ? '' : withInterval(addedUs.median, addedUs, 1),
      fixed(ratio.median, 3),
      String(requestsPerSecond),
      ...(beside ? [over === null ? '' : aboveAnother(over)] : []),
    ]),
  )
}

function aboveAnother({ name, addedUs }: NonNullable<Row['over']>): string {
  return `${name}: ${withInterval(addedUs.median, addedUs, 1)}`
}

function memoryText({ inFlight, retained }: MemoryRows): string {
  const open = table(
    ['', 'connections', 'bytes an exchange', 'added [95 %]'],
    inFlight.map(({ name, connections, bytes, addedBytes }) => [
      name,
      String(connections),
      fixed(bytes.median, 0),
      name === 'bare' ? '' : withInterval(addedBytes.median, addedBytes, 0),
    ]),
  )
  const settled = table(
    ['', 'how it ended', 'exchanges', 'bytes kept for each [95 %]'],
    retained.map(({ name, how, exchanges, bytes }) => [
      name,
      how,
      String(exchanges),
      withInterval(bytes.perStep, bytes, 3),
    ]),
    2,
  )
  return `${open}\n\n${settled}`
}

function detectionText(rows: readonly DetectionRow[]): string {
  return table(
    ['', 'server', 'processor', 'signal p50, ms', 'p99', "Node's `close` p50, ms", 'p99'],
    rows.map(({ fault, load, cpu, signal, close }) => [
      fault,
      load,
      `${fixed(100 * cpu, 0)} %`,
      ...[signal.p50, signal.p99, close.p50, close.p99].map((ms) => fixed(ms, 2)),
    ]),
    2,
  )
}

function growthText(results: readonly GrowthResult[]): string {
  return table(
    ['', 'requests open', 'routes with limits', 'µs a request', 'added [95 %]'],
    results.map((result) => {
      const size = [String(result.connections), String(result.routes)]
      if ('skipped' in result) return ['', ...size, '', result.skipped]
      const { name, cpuUs, addedUs } = result
      const added = name === 'bare' ? '' : withInterval(addedUs.median, addedUs, 1)
      return [name, ...size, fixed(cpuUs.median, 1), added]
    }),
  )
}

function logAnalysisText({ lines, megabytes, rounds, rows }: LogAnalysisResult): string {
  const beside = table(
    ['', 's', 'of awk [95 %]', 'peak, MB'],
    rows.map(({ name, seconds, ofAwk, peakMb }) => [
      name,
      fixed(seconds, 2),
      withInterval(ofAwk.median, ofAwk, 1),
      peakMb === null ? '' : fixed(peakMb, 0),
    ]),
  )
  return `${lines} lines, ${fixed(megabytes, 0)} MB, ${rounds} rounds.\n\n${beside}`
}

function sessionsText(results: readonly SweepResult[]): string {
  return table(
    ['', 'sessions', 'removed', 'left over', 'lost', 'ms', 'event loop late, p99, ms'],
    results.map((result) => {
      if ('skipped' in result) return [result.store, '', '', '', '', '', result.skipped]
      const { store, sessions, removed, left, lost, durationMs, delay } = result
      const counts = [sessions, removed, left, lost].map(String)
      return [store, ...counts, fixed(durationMs, 0), fixed(delay.p99, 1)]
    }),
  )
}

function soakText({ options, checks, figures }: SoakResult): string {
  const { clients, seconds, seed } = options
  const asked = table(
    ['', 'wanted', 'with the package', 'bare'],
    checks.map(({ what, wanted, ours, bare, ok }) => [
      what,
      wanted,
      ok ? ours : `**${ours}**`,
      bare,
    ]),
  )
  const told = table(
    ['', 'with the package', 'bare'],
    figures.map(({ what, ours, bare }) => [what, ours, bare]),
    3,
  )
  return `${clients} clients, ${seconds} s, seed ${seed}.\n\n${asked}\n\n${told}`
}
