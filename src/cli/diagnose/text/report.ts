import type { DiagnosisReport, Finding } from '../../../diagnosis/index.js'
import { printable, type Paint } from '../../terminal.js'
import type { LogRead } from '../reading/read-logs.js'
import { ageLines } from './ages.js'
import { fitted, table, wrapped } from './table.js'
import { count, duration, moment, percent, plural } from './words.js'

const WIDTH = 80
const ROUTE = 40
const TOP = 10

/** The report for a terminal; without colours where `paint` gives none. */
export function textReport(
  report: DiagnosisReport,
  logs: readonly LogRead[],
  advice: readonly string[],
  paint: Paint,
): string {
  const { diagnosis, agesKnown } = report
  const title = (text: string): string => paint('bold', text)
  const sections: string[][] = [[summary(report), ...logs.map(logLine)]]
  sections.push([title('Findings'), ...findings(report, paint)])
  if (diagnosis.disconnects > 0) {
    const known = agesKnown === diagnosis.disconnects ? '' : ` (known of ${count(agesKnown)})`
    const ages = ageLines(report)
    if (ages.length > 0) sections.push([title(`Ages of disconnects${known}`), ...ages])
    sections.push(...lists(report, title))
  }
  if (advice.length > 0) sections.push(advice.flatMap((text) => wrapped(text, WIDTH)))
  return sections.map((lines) => lines.join('\n')).join('\n\n')
}

function summary({ diagnosis }: DiagnosisReport): string {
  const { exchanges, disconnects, from, to } = diagnosis
  const part = exchanges === 0 ? '' : ` (${percent(disconnects / exchanges)})`
  const time = from === '' ? '' : `, ${moment(from)} – ${moment(to)} UTC`
  return `${plural(exchanges, 'exchange')}, ${plural(disconnects, 'disconnect')}${part}${time}`
}

function logLine({ log, read }: LogRead): string {
  const { lines, exchanges, others, unparsed, byFormat } = read
  const facts = [
    plural(lines, 'line'),
    ...(exchanges === lines ? [] : [plural(exchanges, 'exchange')]),
    ...byFormat.map(([name, number]) => `${count(number)} as ${name}`),
    ...(others === 0 ? [] : [`${count(others)} of something else`]),
    ...(unparsed === 0 ? [] : [`${count(unparsed)} not understood`]),
  ]
  return `${printable(log.name)}: ${log.format.name}, ${facts.join(', ')}`
}

function findings({ diagnosis }: DiagnosisReport, paint: Paint): string[] {
  const { disconnects, unexplained } = diagnosis
  if (disconnects === 0) return ['None: nobody hung up.']
  if (diagnosis.findings.length === 0) return [`None: ${percent(unexplained)} stay unexplained.`]
  const rows = diagnosis.findings.map(({ cause, share, limitMs, basis, confidence }, index) => [
    String(index + 1),
    cause,
    percent(share),
    limitMs === null ? '' : `${duration(limitMs)} ${basis === 'idle' ? 'idle' : 'old'}`,
    percent(confidence),
  ])
  const overview = table(
    [
      { title: '', right: true },
      { title: 'cause' },
      { title: 'share', right: true },
      { title: 'limit', right: true },
      { title: 'sure', right: true },
    ],
    [...rows, ['', 'unexplained', percent(unexplained), '', '']],
  )
  return [
    ...overview,
    ...diagnosis.findings.flatMap((each, index) => ['', ...explained(each, index, paint)]),
  ]
}

function explained(finding: Finding, index: number, paint: Paint): string[] {
  const { cause, evidence, remedy, candidates, where } = finding
  const places = [
    ['routes', where.routes],
    ['clients', where.clients],
    ['agents', where.agents],
  ] as const
  const lines = [
    printable(evidence),
    ...candidates
      .slice(0, 3)
      .map(
        ({ component, setting, limitMs }) =>
          `May be ${component} ${setting} (${duration(limitMs)}).`,
      ),
    ...places.flatMap(([what, names]) =>
      names.length === 0 ? [] : [`On the ${what} ${names.slice(0, 5).map(printable).join(', ')}.`],
    ),
  ]
  const indented = (text: string): string[] => wrapped(text, WIDTH - 3).map((line) => `   ${line}`)
  return [
    `${String(index + 1)}. ${paint('bold', cause)}`,
    ...lines.flatMap(indented),
    ...indented(`Do: ${printable(remedy)}`).map((line) => paint('green', line)),
  ]
}

function lists(report: DiagnosisReport, title: (text: string) => string): string[][] {
  const time = (ms: number | null): string => (ms === null ? '-' : duration(ms))
  const routes = report.routes
    .filter(({ disconnects }) => disconnects > 0)
    .slice(0, TOP)
    .map(({ name, disconnects, exchanges, medianMs, p95Ms }) => [
      fitted(printable(name) || '(none)', ROUTE),
      count(disconnects),
      percent(disconnects / Math.max(1, exchanges)),
      time(medianMs),
      time(p95Ms),
    ])
  const named = (what: string, entries: DiagnosisReport['clients']): string[][] => {
    const rows = entries
      .slice(0, TOP)
      .map(({ name, disconnects }) => [fitted(printable(name), ROUTE), count(disconnects)])
    const columns = [{ title: what }, { title: 'disconnects', right: true }]
    return rows.length === 0 ? [] : [[title(`Top ${what}s`), ...table(columns, rows)]]
  }
  const columns = [
    { title: 'route' },
    { title: 'disconnects', right: true },
    { title: 'of its own', right: true },
    { title: 'answered: median', right: true },
    { title: '95 %', right: true },
  ]
  return [
    ...(routes.length === 0 ? [] : [[title('Top routes'), ...table(columns, routes)]]),
    ...named('client', report.clients),
    ...named('agent', report.agents),
  ]
}
