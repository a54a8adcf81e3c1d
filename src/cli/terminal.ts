/** Where a command writes, and what stands behind it. */
export interface Terminal {
  /** What was asked for. */
  readonly out: (text: string) => void
  /** What went wrong. */
  readonly err: (text: string) => void
  /** Words in colour, or as they are. */
  readonly paint: Paint
}

export type Paint = (colour: Colour, text: string) => string

export type Colour = keyof typeof codes

const codes = { red: 31, yellow: 33, green: 32, dim: 2, bold: 1 } as const

/** The terminal of this process: colour only where somebody looks, and has not refused it. */
export function terminal({
  stdout,
  stderr,
  env,
}: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env'> = process): Terminal {
  const coloured = stdout.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
  return {
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    paint: coloured
      ? (colour, text) => `\u001B[${String(codes[colour])}m${text}\u001B[0m`
      : (_colour, text) => text,
  }
}

/** Text from a file, without what would move the cursor or ring the bell. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}
