import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { pages, prose } from './markdown.js'
import { root } from './root.js'

const links = pages().flatMap((page) =>
  prose(page).flatMap((line) =>
    [...line.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target]) => ({
      page,
      target: target!,
    })),
  ),
)

describe('a link of the documentation', () => {
  it.each(links)('leads somewhere: $target in $page', ({ page, target }) => {
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? page : normalize(join(dirname(page), path))
    expect(existsSync(join(root, file))).toBe(true)
    if (anchor !== undefined) expect(anchorsOf(file)).toContain(anchor)
  })
})

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(page: string): string[] {
  return prose(page)
    .filter((line) => /^#+ /.test(line))
    .map((line) =>
      line
        .replace(/^#+ /, '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    )
}
