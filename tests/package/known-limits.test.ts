import { knownLimits } from '../../src/known-limits/index.js'
import { behindNames } from '../../src/server/presets.js'
import { prose } from './markdown.js'

const page = 'docs/reference/known-limits.md'

/** The cells of each row, without the heads and rules of the tables. */
const rows = prose(page)
  .filter((line) => line.startsWith('|') && !/^\| (component|-)/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

test('each known limit stands in its table, as it is', () => {
  expect(rows).toEqual(
    knownLimits.map((limit) => [
      limit.name,
      `\`${limit.setting}\``,
      limit.limitMs === null ? 'none' : String(limit.limitMs / 1_000),
      `${limit.basis}, ${limit.covers}`,
      limit.side,
      limit.closure.join(', '),
      `[${limit.confidence}](${limit.source})`,
      limit.note,
    ]),
  )
})

test('each name that `behind` takes stands in the guide, and no other', () => {
  const guide = prose('docs/how-to/audit-limits.md')
  const names = guide[guide.indexOf('### Names') + 2] ?? ''
  expect(names.match(/[a-z-]+(?=`)/g)).toEqual([...behindNames])
})
