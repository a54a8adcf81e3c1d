import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readText, root } from './root.js'

/** A fenced block of a page. */
export interface Block {
  readonly page: string
  readonly line: number
  readonly language: string
  /** The words after the language, such as `run`. */
  readonly marks: readonly string[]
  readonly code: string
}

/** README.md and every page under docs/. */
export function pages(): string[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  return ['README.md', ...docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)]
}

export function blocksOf(page: string): Block[] {
  const blocks: Block[] = []
  let open: { fence: string; line: number; info: string[]; code: string[] } | null = null
  for (const [index, text] of readText(page).split('\n').entries()) {
    const fence = /^\s*(`{3,}|~{3,})(.*)$/.exec(text)
    if (open === null) {
      if (fence !== null) {
        const info = fence[2]!.trim().split(/\s+/)
        open = { fence: fence[1]!, line: index + 1, info, code: [] }
      }
    } else if (fence?.[1] === open.fence && fence[2]!.trim() === '') {
      const [language = '', ...marks] = open.info
      blocks.push({ page, line: open.line, language, marks, code: open.code.join('\n') + '\n' })
      open = null
    } else {
      open.code.push(text)
    }
  }
  if (open !== null) throw new Error(`${page}:${String(open.line)}: the block does not end`)
  return blocks
}

/**
 * The exports a page documents: each heading that is code, as in ``### `abortSignal(req)` ``, each
 * row of a table headed `export`, and each name in the sections headed Errors and Types.
 */
export function exportsIn(page: string): string[] {
  const names: string[] = []
  let section = ''
  let tableOf = ''
  for (const line of prose(page)) {
    const cell = /^\|\s*(.*?)\s*\|/.exec(line)?.[1]
    if (cell === undefined) tableOf = ''
    else if (tableOf === '') tableOf = cell

    if (line.startsWith('#')) {
      section = line.replace(/^#+ /, '')
      names.push(...nameIn(/^#+ `/.test(line) ? line : ''))
    } else if (tableOf === 'export') {
      names.push(...nameIn(cell ?? ''))
    } else if (section === 'Errors' || section === 'Types') {
      for (const span of line.match(/`[^`]+`/g) ?? []) names.push(...nameIn(span))
    }
  }
  return names
}

function nameIn(text: string): string[] {
  return /`([A-Za-z_$][\w$]*)/.exec(text)?.slice(1) ?? []
}

/** The first cells of a page's tables that hold code, without its backticks. */
export function firstCells(page: string): string[] {
  return prose(page).flatMap((line) => /^\|\s*`([^`]+)`\s*\|/.exec(line)?.[1] ?? [])
}

/** A page without its fenced blocks. */
export function prose(page: string): string[] {
  const inBlocks = new Set(
    blocksOf(page).flatMap(({ line, code }) =>
      Array.from({ length: code.split('\n').length + 1 }, (_, index) => line + index - 1),
    ),
  )
  return readText(page)
    .split('\n')
    .filter((_, index) => !inBlocks.has(index))
}
