import type { IncomingHttpHeaders } from 'node:http'

/** A start further away than this, in the past or the future, is taken for a clock that is wrong. */
const MAX_QUEUE_MS = 3_600_000

type Debug = (message: string, ...values: unknown[]) => void

/**
 * How long a request has waited in front, from `X-Request-Start` (or `X-Queue-Start`): the time it
 * arrived, in seconds as nginx's `t=${msec}` gives it, milliseconds as Heroku's router, or
 * microseconds as Apache's `t=%t`. Told apart by size: the three lie a thousandfold from each other.
 * A start in the future counts as none waited; what is no time at all is ignored.
 */
export function queuedMsOf(headers: IncomingHttpHeaders, nowMs: number, debug: Debug): number {
  const header = headers['x-request-start'] ?? headers['x-queue-start']
  if (header === undefined) return 0
  const startMs = typeof header === 'string' ? startOf(header) : null
  if (startMs === null || Math.abs(nowMs - startMs) > MAX_QUEUE_MS) {
    debug('ignored the queue time %j', header)
    return 0
  }
  return Math.max(0, nowMs - startMs)
}

function startOf(header: string): number | null {
  const found = /^(?:t=)?(\d{9,16}(?:\.\d{1,6})?)$/.exec(header.trim())
  if (found === null) return null
  const value = Number(found[1])
  if (value < 1e11) return value * 1000 // seconds
  if (value < 1e14) return value // milliseconds
  return value / 1000 // microseconds
}
