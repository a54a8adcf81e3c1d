import type { DiagnosisReport } from '../../../diagnosis/index.js'
import type { LogRead } from '../reading/read-logs.js'
import { count, moment, percent } from '../text/words.js'
import { chartData } from './chart-data.js'
import { chartsScript } from './charts.js'
import { escaped } from './markup.js'
import {
  agesSection,
  findingsSection,
  hazardSection,
  routesSection,
  timeSection,
  topSection,
} from './sections.js'
import { pageStyle } from './style.js'
import { uplotLicence, uplotScript, uplotStyle } from './uplot.js'

/** Whatever stands in the page, a browser that keeps to this asks nobody for anything. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

/** The report as one page that needs nothing else. */
export function htmlReport(
  report: DiagnosisReport,
  logs: readonly LogRead[],
  advice: readonly string[],
): string {
  const { exchanges, disconnects, from, to } = report.diagnosis
  const span = from === '' ? '' : `${moment(from)} – ${moment(to)} UTC`
  const part = exchanges === 0 ? '' : percent(disconnects / exchanges)
  const sections = [
    ['Findings', findingsSection(report)],
    ['Ages', agesSection(report)],
    ['Over time', timeSection(report)],
    ['Impatience', hazardSection(report)],
    ['Routes', routesSection(report)],
    ['Clients', topSection('client', report.clients)],
    ['Agents', topSection('agent', report.agents)],
  ] as const
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Why clients hang up</title>
<link rel="icon" href="data:,">
<style>${uplotStyle}${pageStyle}</style>
</head>
<body>
<header>
<h1>Why clients hang up</h1>
<p class="soft">${escaped(span)}</p>
<p class="soft">${logs.map(({ log }) => escaped(`${log.name} (${log.format.name})`)).join(', ')}</p>
<ul class="figures">
<li><b>${count(exchanges)}</b> exchanges</li>
<li><b>${count(disconnects)}</b> disconnects</li>
${part === '' ? '' : `<li><b>${part}</b> of all</li>`}
</ul>
${advice.map((text) => `<p>${escaped(text)}</p>`).join('')}
</header>
<main>
${sections.map(([title, html]) => `<section><h2>${title}</h2>${html}</section>`).join('\n')}
</main>
<footer>
<p>Made by hangup diagnose of express-hangup. Nothing on this page comes from elsewhere.</p>
<details><summary>Licence of the charts</summary><pre>${uplotLicence.split('\n').map(escaped).join('\n')}</pre></details>
</footer>
<script type="application/json" id="data">${inert(JSON.stringify(chartData(report)))}</script>
<script>/* ${uplotLicence.replaceAll('*/', '* /')} */
${uplotScript}</script>
<script>${chartsScript}</script>
</body>
</html>
`
}

/** JSON within a script element may not end it. */
function inert(json: string): string {
  return json.replaceAll('<', '\\u003c')
}
