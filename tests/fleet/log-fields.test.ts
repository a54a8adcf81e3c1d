import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import winston from 'winston'
import { winstonObserver } from '../../src/observers/winston/index.js'
import { Lines } from '../unit/support/lines.js'
import { startApp } from './app.js'
import { fleetFolder } from './program.js'
import { visits } from './visits.js'

const text = (name: string): string => readFileSync(join(fleetFolder, name), 'utf8')
const page = text('logs.md')
const blocks = (language: string): string =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))]
    .map(([, code = '']) => code)
    .join('\n')

/** The fields of the lines of a real log, as paths: one of a client that left, one of an error. */
let fields: ReadonlySet<string>

beforeAll(async () => {
  const lines = new Lines()
  const logger = winston.createLogger({
    format: winston.format.json(),
    transports: [new winston.transports.Stream({ stream: lines })],
  })
  const app = await startApp([winstonObserver(logger)])
  await visits['leaves what then fails']![1](app, '1')
  await lines.reach(2)
  await app.close()
  fields = new Set(lines.json.flatMap((line) => pathsOf(line)))
})

describe('a field that the examples for logs name', () => {
  const asked = [...blocks('logql').matchAll(/\b(?:exchange|attribution|error)_\w+/g)].map(
    ([name]) => name,
  )
  it.each([...new Set(asked)])('is one of a line, for Loki: %s', (name) => {
    expect([...fields].map((path) => path.replaceAll('.', '_'))).toContain(name)
  })

  const extracted = [...blocks('sql').matchAll(/JSONExtract\w+\(line((?:, '\w+')+)\)/g)].map(
    ([, path = '']) => path.match(/\w+/g)?.join('.') ?? '',
  )
  it.each([...new Set(extracted)])('is one of a line, for ClickHouse: %s', (path) => {
    expect(fields).toContain(path)
  })

  const parsed = [...text('otel-collector.yml').matchAll(/attributes\.([\w.]+)/g)].map(
    ([, path = '']) => path,
  )
  it.each([...new Set(parsed)])('is one of a line, for the collector: %s', (path) => {
    expect(fields).toContain(path)
  })

  it('is a column of the table, where it is asked for by ClickHouse', () => {
    const columns = blocks('sql').match(/(?<=^ {4})\w+(?= \w)/gm) ?? []
    for (const column of ['time', 'route', 'outcome', 'phase', 'closure', 'age_ms', 'bytes_out']) {
      expect(columns).toContain(column)
    }
  })
})

function pathsOf(value: object, above = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const path = above + key
    return typeof inner === 'object' && inner !== null
      ? [path, ...pathsOf(inner, `${path}.`)]
      : [path]
  })
}
