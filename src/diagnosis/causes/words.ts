/** A length of time for people: `250 ms`, `1.5 s`, `300 s`. */
export function inWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  const rounded = seconds < 100 ? Math.round(seconds * 100) / 100 : Math.round(seconds * 10) / 10
  return `${rounded} s`
}

/** A part in percent: `5 %`, `0.4 %`. */
export function percent(part: number): string {
  const value = part * 100
  return `${value >= 10 ? Math.round(value) : Math.round(value * 10) / 10} %`
}

/** `1 route`, `2 routes`. */
export function count(n: number, singular: string, plural = `${singular}s`): string {
  return `${Math.round(n).toLocaleString('en-US')} ${Math.round(n) === 1 ? singular : plural}`
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

/** A number of milliseconds as it stands in code: `59_000`. */
export function inCode(ms: number): string {
  return Math.round(ms)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '_')
}

/** A limit of a second or more in whole seconds, a shorter one in tenths, and never above `ms`. */
export function roundedDown(ms: number): number {
  const step = ms >= 2000 ? 1000 : 100
  return Math.max(100, Math.floor(ms / step) * step)
}

/** From 0 to 0.99, by how unlikely chance is: 0.5 at 1 in 10, 0.9 at 1 in 1,000. */
export function confidenceOf(logChance: number): number {
  const tens = Math.max(0, -logChance / Math.LN10)
  return Math.round(Math.min(0.99, tens / (tens + 1 / 3)) * 100) / 100
}
