import type { Closure, Phase } from '../../types/index.js'
import { addressOf, requestParts, routeOf } from './fields.js'
import type { LineFormat, Parsed, Sink } from './format.js'
import { timeReaders } from './times.js'

/** What nginx was doing, in its own words, and the phase that is; the first found decides. */
const phases: ReadonlyArray<readonly [doing: string, phase: Phase]> = [
  ['while reading client request', 'receiving'],
  ['while waiting for request', 'receiving'],
  ['while reading upstream', 'responding'],
  ['while sending to client', 'responding'],
  ['while connecting to upstream', 'processing'],
  ['while SSL handshaking to upstream', 'processing'],
  ['while reading response header from upstream', 'processing'],
]

export const nginxError: LineFormat = {
  kind: 'line',
  name: 'nginx-error',
  title: 'nginx error log',
  component: 'nginx',
  source: 'https://nginx.org/en/docs/ngx_core_module.html#error_log',
  disconnect:
    'A line that says "client prematurely closed connection": nginx writes it at the level `info` only. "client timed out" and "upstream timed out" are limits of nginx itself.',
  tells: ['phase', 'closure', 'route'],
  advice:
    'An error log has no durations, so ages and limits cannot be told: give the access log, with $request_time in its log_format.',
  read(line, sink) {
    const bytes = Buffer.from(line.slice(0, 19))
    const timeMs = timeReaders.iso(bytes, 0, bytes.length)
    if (line[4] !== '/' || Number.isNaN(timeMs) || !line.startsWith(' [', 19)) return 'unparsed'
    return tell(line, timeMs, sink)
  },
}

function tell(line: string, timeMs: number, sink: Sink): Parsed {
  const clientLeft = line.includes('client prematurely closed connection')
  const limit = line.includes('client timed out') || line.includes('upstream timed out')
  if (!clientLeft && !limit) return 'other'
  const { method, target } = requestParts(after(line, ', request: "', '"') ?? '')
  sink.add({
    time: timeMs,
    method,
    route: routeOf(target),
    outcome: clientLeft ? 'client-disconnected' : 'timed-out',
    phase: phaseOf(line),
    closure: clientLeft ? closureOf(line) : 'none',
    client: { address: addressOf(after(line, ', client: ', ',') ?? '') },
    loggedBy: 'nginx',
  })
  return 'exchange'
}

/** While nginx passes the request on, an upload is still on its way unless a poll saw the client go. */
function phaseOf(line: string): Phase | null {
  if (line.includes('while sending request to upstream')) {
    return line.includes('epoll_wait() reported') ? 'processing' : 'receiving'
  }
  return phases.find(([doing]) => line.includes(doing))?.[1] ?? null
}

function closureOf(line: string): Closure {
  return line.includes('Connection reset by peer') ? 'rst' : 'fin'
}

function after(line: string, label: string, end: string): string | undefined {
  const from = line.indexOf(label)
  if (from === -1) return undefined
  const to = line.indexOf(end, from + label.length)
  return line.slice(from + label.length, to === -1 ? undefined : to)
}
