// Numbers as people read them; shared by the terminal's report and the page.

/** `1,234,567` */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** A part of one as a percentage: `50 %`, `0.4 %`. */
export function percent(part: number): string {
  const value = part * 100
  return `${value === 0 || value >= 9.95 ? value.toFixed(0) : value.toFixed(1)} %`
}

const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
  [1, 'ms'],
] as const

/** A duration in the largest unit that leaves a number above one: `495 ms`, `60 s`, `2.5 min`. */
export function duration(ms: number): string {
  // A limit is spoken of in seconds up to two minutes.
  const [unit, name] = units.find(([size]) => ms >= size && !(size === 60_000 && ms < 120_000)) ?? [
    1,
    'ms',
  ]
  return `${String(Number((ms / unit).toPrecision(3)))} ${name}`
}

/** `2026-11-23 03:47:06`, in UTC. */
export function moment(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ')
}

export function plural(value: number, what: string): string {
  return `${count(value)} ${what}${value === 1 ? '' : 's'}`
}
