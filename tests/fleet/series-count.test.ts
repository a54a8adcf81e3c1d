import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { series, type Series } from '../unit/observers/exposition.js'
import { startApp } from './app.js'
import { fleetFolder } from './program.js'
import { visits } from './visits.js'

test('an instance has as many series as the documentation says', async () => {
  const app = await startApp()
  for (const [name, [, visit]] of Object.entries(visits))
    await visit(app, name.replaceAll(' ', '-'))
  while (!(await app.register.metrics()).includes('\nhttp_server_exchanges_in_flight 0\n')) {
    await new Promise(setImmediate)
  }
  const all = series(await app.register.metrics())
  await app.close()

  const of = (name: string): Series[] => all.filter((each) => each.name === name)
  const distinct = (found: readonly Series[], ...labels: string[]): number =>
    new Set(found.map((each) => labels.map((label) => each.labels[label]).join())).size
  const totals = of('http_server_exchanges_total')
  const risen = totals.filter(({ value }) => value > 0)
  const p = distinct(totals, 'method', 'route')
  const q = distinct(risen, 'method', 'route', 'outcome')
  const left = risen.filter(({ labels }) => labels['outcome'] === 'client-disconnected')
  const d = distinct(left, 'route')
  const r = distinct(totals, 'route')
  const otherPhases = totals.length - 4 * p
  const otherOrigins = of('http_server_errors_total').filter(
    ({ labels }) => labels['origin'] !== 'ambiguous',
  )
  const events = of('http_server_connection_events_total')

  expect(readFileSync(join(fleetFolder, 'README.md'), 'utf8')).toContain(
    '\n**4p + 17q + 30d + 2r + 3**\n',
  )
  expect(all.length).toBe(
    4 * p + 17 * q + 30 * d + 2 * r + 3 + otherPhases + otherOrigins.length + events.length,
  )
})
