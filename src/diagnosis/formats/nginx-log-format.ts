import { HangupError } from '../../errors/index.js'
import type { TextFormat } from './format.js'
import { nginxTimed } from './nginx-timed.js'
import { slotOf, type TemplatePart } from './template.js'

/** What nginx' variables are here; what is not named is passed over. */
const variables: Readonly<Record<string, string>> = {
  remote_addr: 'address',
  time_local: 'end:clf',
  time_iso8601: 'end:iso',
  msec: 'end:epoch',
  request: 'request',
  request_method: 'method',
  request_uri: 'path',
  uri: 'path',
  document_uri: 'path',
  status: 'status',
  body_bytes_sent: 'bytesOut',
  bytes_sent: 'bytesOut',
  request_time: 'age:s',
  upstream_header_time: 'firstByte:s',
  request_completion: 'completion',
  http_user_agent: 'agent',
}

/**
 * A format from nginx' `log_format`: the string alone, or the whole directive.
 *
 * @throws HangupError `ERR_HANGUP_OPTION` where lines of it could not be read.
 */
export function nginxLogFormat(logFormat: string): TextFormat {
  const parts = partsOf(stringOf(logFormat))
  const fields = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.field]))
  if (!fields.includes('status')) throw unusable('it needs $status to tell who left')
  if (fields.length > 60) throw unusable('it has more than 60 variables')
  const { pairs: _, requires: __, ...nginx } = nginxTimed
  const hasAge = fields.includes('age')
  return {
    ...nginx,
    name: 'nginx-log-format',
    title: 'nginx access log, as --log-format says',
    templates: [parts],
    ...(hasAge
      ? {}
      : { advice: 'Add $request_time to the log_format: without it, ages are not known.' }),
  }
}

/** `log_format timed escape=json '...' '...';` as its string. */
function stringOf(logFormat: string): string {
  if (!/^\s*log_format\s/.test(logFormat)) return logFormat
  const quote = /['"]/.exec(logFormat)?.[0]
  if (quote === undefined) throw unusable('the directive has no quoted string')
  return logFormat
    .split(quote)
    .filter((_, index) => index % 2 === 1)
    .join('')
}

function partsOf(logFormat: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  // What stands between two matches is fixed text.
  const variable = /\$(?:\{(\w+)\}|(\w+))/g
  let from = 0
  for (const match of logFormat.matchAll(variable)) {
    const name = match[1] ?? match[2] ?? ''
    const text = logFormat.slice(from, match.index)
    const last = parts.at(-1)
    if (text !== '') parts.push(text)
    else if (last !== undefined && typeof last !== 'string') {
      throw unusable(`nothing stands between $${name} and the variable before it`)
    }
    parts.push(slotOf(Object.hasOwn(variables, name) ? (variables[name] ?? '-') : '-'))
    from = match.index + match[0].length
  }
  if (from < logFormat.length) parts.push(logFormat.slice(from))
  return parts
}

function unusable(why: string): HangupError {
  return new HangupError('ERR_HANGUP_OPTION', `The log_format cannot be used: ${why}`)
}
