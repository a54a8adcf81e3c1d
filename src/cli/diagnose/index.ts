import { writeFileSync } from 'node:fs'
import { logFormats } from '../../diagnosis/formats/index.js'
import { exitCode, InputError, type Command } from '../command.js'
import { printable } from '../terminal.js'
import { htmlReport } from './html/page.js'
import { adviceOf, messagesOf } from './messages.js'
import { optionsFrom } from './options.js'
import { showProgress } from './progress.js'
import { newProgress, readLogs } from './reading/read-logs.js'
import { textReport } from './text/report.js'

/** `hangup diagnose FILE...|-`. */
export const diagnose: Command = {
  name: 'diagnose',
  summary: 'reads logs and tells why clients hang up',
  help: [
    'Usage: hangup diagnose [OPTIONS] FILE...',
    '',
    'FILE is a log, plain, .gz or .zst (Node 22.15 or later); - is standard input.',
    'Each is read in the format it looks like.',
    '',
    'Options:',
    '  --format NAME        reads all of them as this format',
    "  --log-format STRING  reads all of them as nginx' log_format says",
    '  --json               prints the diagnosis as JSON',
    '  --html FILE          writes it as a page that needs nothing else',
    '',
    'Formats:',
    ...logFormats.map(({ name, title }) => `  ${name.padEnd(15)} ${title}`),
    '',
    'Exit codes: 0 read, 1 something could not be read (the rest is told), 2 wrong usage.',
  ].join('\n'),
  async run(args, { out, err, paint }) {
    const { files, format, json, html } = optionsFrom(args)
    const progress = newProgress()
    const hide = showProgress(progress)
    const result = await readLogs(files, { format, progress }).finally(hide)
    const { notes, failures } = messagesOf(result)
    for (const text of [...notes, ...failures]) err(`hangup: ${printable(text)}`)
    const code = failures.length > 0 ? exitCode.findings : exitCode.fine
    const { report } = result
    const { diagnosis } = report
    if (failures.length > 0 && diagnosis.exchanges === 0) return code
    const advice = diagnosis.exchanges > 0 ? adviceOf(result.logs) : []
    if (html !== undefined) write(html, htmlReport(report, result.logs, advice))
    if (json) out(JSON.stringify(diagnosis, null, 2))
    else out(textReport(report, result.logs, advice, paint))
    return code
  },
}

function write(file: string, page: string): void {
  try {
    writeFileSync(file, page)
  } catch (error) {
    throw new InputError(`The page cannot be written: ${(error as Error).message}`)
  }
}
