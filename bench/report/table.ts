/** A Markdown table. Columns of figures are aligned to the right. */
export function table(
  head: readonly string[],
  rows: ReadonlyArray<readonly string[]>,
  left = 1,
): string {
  const rule = head.map((_, column) => (column < left ? '---' : '---:'))
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** A middle with its interval. */
export function withInterval(
  middle: number,
  { low, high }: { readonly low: number; readonly high: number },
  digits: number,
): string {
  return `${fixed(middle, digits)} [${fixed(low, digits)}, ${fixed(high, digits)}]`
}

/** Never `-0`. */
export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits)
  return Number(text) === 0 ? (0).toFixed(digits) : text
}
