import { parseArgs } from 'node:util'
import { benches } from './commands.js'
import { overhead, type Row, type Scenario } from './overhead/overhead.js'
import type { Estimate } from './stats.js'
import { writeResults, type Findings } from './results.js'

const scenarios: readonly Scenario[] = [
  ...(['express5', 'express4'] as const).flatMap((framework) =>
    (['GET', 'POST'] as const).flatMap((method) =>
      [true, false].map((keepAlive) => ({ framework, method, keepAlive })),
    ),
  ),
  { framework: 'express5', method: 'GET', keepAlive: true, upstream: true },
]

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '10' },
      requests: { type: 'string', default: '20000' },
      scenario: { type: 'string', default: '' },
      only: { type: 'string', multiple: true },
      // overhead, memory, detection, growth, scrape, log-analysis, sessions; all without it
      bench: { type: 'string', multiple: true },
      json: { type: 'string' },
    },
  })
  const wants = (name: string): boolean => values.bench?.includes(name) ?? true
  const options = {
    rounds: values.smoke ? 1 : Number(values.rounds),
    requests: values.smoke ? 200 : Number(values.requests),
    connections: 16,
    ...(values.only && { only: values.only }),
  }
  // A whole title is that scenario's alone, also where another begins with it.
  const only = scenarios.some((each) => titleOf(each) === values.scenario)
  const rowsOf: { title: string; rows: readonly Row[] }[] = []
  for (const scenario of wants('overhead') ? scenarios : []) {
    const title = titleOf(scenario)
    if (only ? title !== values.scenario : !title.includes(values.scenario)) continue
    console.log(`\n${title}`)
    const rows = await overhead(scenario, options)
    print(rows)
    rowsOf.push({ title, rows })
  }
  let findings: Findings = rowsOf.length === 0 ? {} : { overhead: rowsOf }
  for (const { name, title, run } of benches) {
    if (!wants(name)) continue
    console.log(`\n${title}`)
    findings = { ...findings, ...(await run({ smoke: values.smoke })) }
  }
  if (values.json !== undefined) {
    writeResults(values.json, `npm run bench -- ${typed(process.argv.slice(2))}`, findings)
  }
}

/** As it has to be typed again, wherever the figures went. */
function typed(args: readonly string[]): string {
  return args
    .filter((arg, i) => arg !== '--json' && args[i - 1] !== '--json')
    .map((arg) => (arg.includes(' ') ? `"${arg}"` : arg))
    .join(' ')
}

function titleOf({ framework, method, keepAlive, upstream }: Scenario): string {
  const connections = keepAlive ? 'keep-alive' : 'new connections'
  return [framework, method, connections, ...(upstream ? ['with an upstream'] : [])].join(', ')
}

function print(rows: readonly Row[]): void {
  const shown = ({ median, low, high }: Estimate): string =>
    `${median.toFixed(1).padStart(6)} µs [${low.toFixed(1)}, ${high.toFixed(1)}]`
  for (const { name, cpuUs, addedUs, over, ratio, requestsPerSecond } of rows) {
    console.log(
      `  ${name.padEnd(19)} ${cpuUs.median.toFixed(1).padStart(6)} µs  added ${shown(addedUs)}  ` +
        `ratio ${ratio.median.toFixed(3)}  ${String(requestsPerSecond)}/s` +
        (over === null ? '' : `  over ${over.name} ${shown(over.addedUs)}`),
    )
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
