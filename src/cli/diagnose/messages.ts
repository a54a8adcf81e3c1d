import { detectFormat, type LogFormat } from '../../diagnosis/formats/index.js'
import type { LinesRead } from './reading/lines-read.js'
import type { LogRead, LogsRead } from './reading/read-logs.js'
import { count, duration } from './text/words.js'

/** What to tell of the reading, beside the report. */
export interface Messages {
  /** Worth knowing; the result stands. */
  readonly notes: readonly string[]
  /** Something could not be read. */
  readonly failures: readonly string[]
}

export function messagesOf(result: LogsRead): Messages {
  const { logs, empty, unreadable, withoutErrorLog } = result
  return {
    notes: [
      ...empty.map((name) => `${name}: is empty`),
      ...logs.flatMap(notesOf),
      ...(withoutErrorLog && logs.some(isErrorLog)
        ? [
            "nginx's error log tells of departures that its access log tells of too: they were not counted twice",
          ]
        : []),
    ],
    failures: [...unreadable, ...logs.flatMap(failuresOf)],
  }
}

function isErrorLog({ log, read }: LogRead): boolean {
  return log.format.name === 'nginx-error' || read.byFormat.some(([name]) => name === 'nginx-error')
}

function notesOf({ log: { name }, read }: LogRead): string[] {
  const { exchanges, others, unparsed, problems, clock } = read
  const more = unparsed - problems.length
  return [
    ...(exchanges === 0 && others > 0 ? [`${name}: no line of it tells of an exchange`] : []),
    ...problems.map(({ line, text }) => `${name}:${String(line)}: ${text}`),
    ...(more > 0 ? [`${name}: ${count(more)} more lines were not understood`] : []),
    ...clockNotes(name, clock),
  ]
}

function clockNotes(name: string, { backwards, future }: LinesRead['clock']): string[] {
  return [
    ...(backwards === null
      ? []
      : [
          `${name}:${String(backwards.line)}: the clock goes back by ${duration(backwards.byMs)}` +
            `${again(backwards.times)}: summer time without a zone, or files that were joined?`,
        ]),
    ...(future === null
      ? []
      : [`${name}:${String(future.line)}: the time is in the future${again(future.times)}`]),
  ]
}

function again(times: number): string {
  return times === 1 ? '' : ` (${count(times)} times in all)`
}

function failuresOf({ log, read, broken }: LogRead): string[] {
  const { lines, blank, unparsed } = read
  const cut =
    broken === null ? [] : [`${log.name}:${String(lines)}: ${broken}; what stands before was read`]
  if (unparsed * 2 <= lines - blank) return cut
  return [
    ...cut,
    `${log.name}: ${count(unparsed)} of ${count(lines - blank)} lines are not ${log.format.title} ` +
      `(${log.format.name}); ${likely(log)}`,
  ]
}

/** What the beginning of the log looks like, where that is another format. */
function likely({ head, format }: { head: LogRead['log']['head']; format: LogFormat }): string {
  const seen = detectFormat(head.lines)?.format
  if (seen === undefined) return 'it looks like no format that is known'
  if (seen.name === format.name) return `only some lines look like it; see hangup diagnose --help`
  return `it looks like ${seen.title}: --format ${seen.name}`
}

/** What to add to a log's configuration, once for each format that cannot tell ages. */
export function adviceOf(logs: readonly LogRead[]): string[] {
  const formats = new Set(logs.map(({ log }) => log.format))
  return [...formats].flatMap(({ name, advice }) =>
    advice === undefined ? [] : [`${name}: ${advice}`],
  )
}
