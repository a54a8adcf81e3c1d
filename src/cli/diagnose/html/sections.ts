import type { DiagnosisReport, Finding } from '../../../diagnosis/index.js'
import { count, duration, moment, percent } from '../text/words.js'
import { namesOf } from './chart-data.js'
import { bar, escaped, figure, htmlTable, name, number, text } from './markup.js'

export function findingsSection({ diagnosis }: DiagnosisReport): string {
  const { findings, unexplained, disconnects } = diagnosis
  if (disconnects === 0) return '<p>Nobody hung up.</p>'
  return `${findings.map(findingHtml).join('')}<p>${percent(unexplained)} of the disconnects stay unexplained.</p>`
}

function findingHtml(finding: Finding, index: number): string {
  const { cause, share, limitMs, basis, confidence, evidence, remedy, candidates, where } = finding
  const limit =
    limitMs === null ? '' : ` at ${duration(limitMs)}${basis === 'idle' ? ' of silence' : ''}`
  const places = [
    ['Routes', where.routes],
    ['Clients', where.clients],
    ['Agents', where.agents],
  ] as const
  const may = candidates.slice(0, 3).map(
    ({ component, setting, limitMs: known, source }) =>
      // As text, not as a link: the page asks for nothing, and says where to look.
      `<li>${escaped(component)} <code>${escaped(setting)}</code>, by default ${duration(known)} <span class="soft">(${escaped(source)})</span></li>`,
  )
  return (
    `<section class="finding" style="--mark:var(--cause-${String(index % 7)})">` +
    `<h3>${escaped(cause)}${limit}: ${percent(share)} of the disconnects</h3>` +
    `<p>${escaped(evidence)}</p>` +
    (may.length === 0 ? '' : `<p>May be</p><ul>${may.join('')}</ul>`) +
    places
      .filter(([, names]) => names.length > 0)
      .map(([what, names]) => `<p>${what}: ${names.slice(0, 8).map(escaped).join(', ')}</p>`)
      .join('') +
    `<p><b>Do:</b> ${escaped(remedy)}</p><p class="soft">Confidence ${percent(confidence)}</p></section>`
  )
}

export function agesSection(report: DiagnosisReport): string {
  const { ages, agesKnown, diagnosis } = report
  const bins = ages.filter(({ disconnects }) => disconnects > 0)
  if (bins.length === 0) return '<p>No ages are known.</p>'
  const known = agesKnown === diagnosis.disconnects ? '' : ` Known of ${count(agesKnown)}.`
  const limits = diagnosis.findings.flatMap(({ limitMs }) =>
    limitMs === null ? [] : [duration(limitMs)],
  )
  const marked = limits.length === 0 ? 'No limit was found.' : `Limits found: ${limits.join(', ')}.`
  const rows = bins.map(({ fromMs, toMs, disconnects, completed }) => [
    text(`${duration(fromMs)} – ${duration(toMs)}`),
    number(count(disconnects)),
    number(count(completed)),
  ])
  const titles = [text('age'), number('disconnects'), number('completed')]
  return `<p class="soft">How old a request was when it was cut, on a logarithmic scale.${known} ${marked}</p>${figure(
    'ages',
    `Histogram of the ages of disconnects. ${marked}`,
    htmlTable('Ages of disconnects', titles, rows),
  )}`
}

export function timeSection(report: DiagnosisReport): string {
  const { bins, binMs } = report.timeline
  if (bins.length < 2) return '<p>All at about the same time, or no times are known.</p>'
  const names = namesOf(report)
  const rows = bins
    .filter(({ disconnects }) => disconnects > 0)
    .map(({ time, exchanges, disconnects, byFinding }) => {
      const rest = Math.max(0, disconnects - byFinding.reduce((sum, part) => sum + part, 0))
      return [
        text(moment(time)),
        number(count(exchanges)),
        number(count(disconnects)),
        ...names.map((_, index) => number(count(byFinding[index] ?? rest))),
      ]
    })
  const titles = [
    text('from (UTC)'),
    number('exchanges'),
    number('disconnects'),
    ...names.map(number),
  ]
  const table = htmlTable('Disconnects over time, by cause', titles, rows)
  return `<p class="soft">Each step is ${duration(binMs)}; times are UTC.</p>${figure('time', 'Disconnects over time, one colour for each cause.', table)}`
}

export function hazardSection({ hazard }: DiagnosisReport): string {
  if (hazard.length < 2) return '<p>Too few people left of themselves to tell.</p>'
  const rows = hazard.map(({ fromMs, toMs, waiting, left, perSecond }) => [
    text(`${duration(fromMs)} – ${duration(toMs)}`),
    number(count(waiting)),
    number(count(left)),
    number(percent(perSecond)),
  ])
  const titles = [text('age'), number('still waiting'), number('left'), number('leave each second')]
  const table = htmlTable('Impatience', titles, rows)
  return `<p class="soft">Of those still waiting at an age, the part that leaves each second.</p>${figure('hazard', 'How readily people leave, by how long they have waited.', table)}`
}

export function routesSection({ routes }: DiagnosisReport): string {
  const cut = routes.filter(({ disconnects }) => disconnects > 0)
  const most = Math.max(1, ...cut.map(({ disconnects }) => disconnects))
  const time = (ms: number | null): string => (ms === null ? '–' : duration(ms))
  const rows = cut.map(({ name: route, disconnects, exchanges, medianMs, p95Ms }) => [
    name(route === '' ? '(none)' : route),
    bar(disconnects / most),
    number(count(disconnects)),
    number(percent(disconnects / Math.max(1, exchanges))),
    number(time(medianMs)),
    number(time(p95Ms)),
  ])
  const titles = [
    name('route'),
    text(''),
    number('disconnects'),
    number('of its own'),
    number('answered: median'),
    number('95 %'),
  ]
  return rows.length === 0
    ? '<p>None.</p>'
    : htmlTable('Routes with the most disconnects', titles, rows)
}

export function topSection(what: string, entries: DiagnosisReport['clients']): string {
  if (entries.length === 0) return '<p>None is known.</p>'
  const most = Math.max(1, ...entries.map(({ disconnects }) => disconnects))
  const rows = entries.map(({ name: entry, disconnects }) => [
    name(entry),
    bar(disconnects / most),
    number(count(disconnects)),
  ])
  return htmlTable(
    `${what}s with the most disconnects`,
    [name(what), text(''), number('disconnects')],
    rows,
  )
}
