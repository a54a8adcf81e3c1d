import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { prose } from './markdown.js'
import { readText, root } from './root.js'

const page = 'docs/reference/attribution-rules.md'

/** The rules that the sources name: `rule: 'x'`, `verdict(origin, 'x')`, and either of two. */
const inSources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /^(exchange|attribution|middleware)\/.*\.ts$/.test(name))
  .flatMap((name) => readText(join('src', name)).split('\n'))
  .filter((line) => /\brule(:| =) |\bverdict\(/.test(line))
  .map((line) => line.replaceAll(/closure: '[^']*'/g, ''))
  .flatMap((line) => [...line.matchAll(/'([a-z0-9]+(?:-[a-z0-9]+)+|undici|unrelated|wrapped)'/g)])
  .map(([, rule]) => rule!)

const inDocs = prose(page)
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => line.split(' | ', 1)[0]!.match(/`[^`]+`/g) ?? [])
  .map((span) => span.replaceAll('`', ''))

it(`each rule that the sources name has its row in ${page}, and the reverse`, () => {
  expect([...new Set(inSources)].sort()).toEqual([...new Set(inDocs)].sort())
})

it('no rule has two rows', () => {
  expect(inDocs).toHaveLength(new Set(inDocs).size)
})
