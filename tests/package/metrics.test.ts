import { commonLimitsMs } from '../../src/observers/prometheus/buckets.js'
import { definitions } from '../../src/observers/prometheus/definitions.js'
import { prose } from './markdown.js'

const page = 'docs/reference/metrics.md'

/** Each row of the table of metrics: its name, type and labels. */
const rows = prose(page).flatMap((line) => {
  const [, name, type, labels = ''] =
    /^\| `(http_server_\w+)` +\| (\w+) +\| ([^|]*?) *\|/.exec(line) ?? []
  return name === undefined ? [] : [{ name, type, labelNames: labels.match(/\w+/g) ?? [] }]
})

describe(page, () => {
  it.each(Object.values(definitions))(
    'has a row for $name, with its type and labels',
    ({ name, type, labelNames }) => {
      expect(rows.filter((row) => row.name === name)).toEqual([
        { name, type, labelNames: [...labelNames] },
      ])
    },
  )

  it.each(rows)('has no row but for what there is: $name', ({ name }) => {
    expect(Object.values(definitions).map((each) => each.name)).toContain(name)
  })

  it('has a row for each label', () => {
    const labels = new Set(Object.values(definitions).flatMap(({ labelNames }) => [...labelNames]))
    const told = prose(page).flatMap((line) => /^\| `(\w+)` +\| [^|]+ \|$/.exec(line)?.[1] ?? [])
    expect(told.sort()).toEqual([...labels].sort())
  })

  it('names the limits that have a bucket', () => {
    const told = /in seconds: ([^.]+), the commonest/.exec(prose(page).join('\n'))?.[1] ?? ''
    expect((told.match(/\d+/g) ?? []).map((second) => Number(second) * 1_000)).toEqual([
      ...commonLimitsMs,
    ])
  })
})
