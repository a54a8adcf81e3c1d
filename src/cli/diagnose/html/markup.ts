/** Text as HTML shows it: what stands in a log is never markup. */
export function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`)
}

export interface Cell {
  readonly html: string
  readonly kind?: 'number' | 'name' | 'bar'
}

export const text = (value: string): Cell => ({ html: escaped(value) })
export const name = (value: string): Cell => ({ html: escaped(value), kind: 'name' })
export const number = (value: string): Cell => ({ html: escaped(value), kind: 'number' })

/** A bar beside its number, which says the same: for the eye only. */
export const bar = (part: number): Cell => ({
  html: `<span style="width:${(Math.min(1, Math.max(0, part)) * 100).toFixed(1)}%"></span>`,
  kind: 'bar',
})

/** A table that scrolls within its own width; the first cell of a row is its heading. */
export function htmlTable(
  caption: string,
  titles: readonly Cell[],
  rows: readonly (readonly Cell[])[],
): string {
  const kind = (cell: Cell): string => (cell.kind === undefined ? '' : ` class="${cell.kind}"`)
  const head = titles.map((cell) => `<th scope="col"${kind(cell)}>${cell.html}</th>`).join('')
  const body = rows.map((row) => {
    const [first, ...rest] = row
    const heading = first === undefined ? '' : `<th scope="row"${kind(first)}>${first.html}</th>`
    const cells = rest.map((cell) =>
      cell.kind === 'bar'
        ? `<td class="bar" aria-hidden="true">${cell.html}</td>`
        : `<td${kind(cell)}>${cell.html}</td>`,
    )
    return `<tr>${heading}${cells.join('')}</tr>`
  })
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(caption)}">` +
    `<table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead>` +
    `<tbody>${body.join('')}</tbody></table></div>`
  )
}

/** A chart with what it says for those who do not see it, and its numbers as a table. */
export function figure(id: string, label: string, table: string): string {
  return (
    `<div id="${id}" class="chart" role="img" aria-label="${escaped(label)}"></div>` +
    `<details><summary>As a table</summary>${table}</details>`
  )
}
