import { exitCode } from './command.js'
import { printable, type Paint, type Terminal } from './terminal.js'

/** Something to be told, with lines that explain it. */
export interface Finding {
  readonly level: 'fault' | 'notice'
  readonly title: string
  readonly lines: readonly string[]
}

const colours = { fault: 'red', notice: 'yellow' } as const

/** Prints the findings and their number, and gives the exit code: notices count where strict. */
export function report(
  findings: readonly Finding[],
  fine: string,
  strict: boolean,
  { out, paint }: Terminal,
): number {
  for (const finding of findings) out(`${block(finding, paint)}\n`)
  const faults = findings.filter(({ level }) => level === 'fault').length
  const notices = findings.length - faults
  const numbers = [counted(faults, 'fault'), counted(notices, 'notice')].filter(
    (each) => each !== '',
  )
  if (faults === 0) out(paint('green', fine))
  if (numbers.length > 0) out(numbers.join(', '))
  return codeFor(findings, strict)
}

export function codeFor(findings: readonly { level: Finding['level'] }[], strict: boolean): number {
  const counts = findings.some(({ level }) => strict || level === 'fault')
  return counts ? exitCode.findings : exitCode.fine
}

function block({ level, title, lines }: Finding, paint: Paint): string {
  const label = level.toUpperCase()
  const indent = ' '.repeat('NOTICE  '.length)
  return [
    `${paint(colours[level], label.padEnd(6))}  ${paint('bold', printable(title))}`,
    ...lines.map((line) => indent + printable(line)),
  ].join('\n')
}

function counted(count: number, what: string): string {
  return count === 0 ? '' : `${String(count)} ${what}${count === 1 ? '' : 's'}`
}
