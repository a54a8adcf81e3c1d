import { comparedWith, type TimeoutFinding } from '../finding.js'
import type { Front } from '../front.js'
import type { Setup } from '../setup.js'
import { above, below, literal, shown } from '../time.js'

/** Whoever lets go of an idle connection first has to be the one that uses it. */
export function keepAlive({ server, fronts }: Setup): TimeoutFinding[] {
  const front = fronts.at(-1)
  if (front === undefined) return []
  const valueMs = server.keepAliveTimeout
  if (front.passThrough) return tooLong(front, valueMs ?? null, server.keepAliveTimeoutBuffer ?? 0)
  if (valueMs == null) return []
  if (front.keepAlive === null) return unknown(front, valueMs)
  return tooShort(front, valueMs, server.keepAliveTimeoutBuffer ?? 0)
}

function tooShort(front: Front, valueMs: number, bufferMs: number): TimeoutFinding[] {
  const idle = front.keepAlive
  if (idle === null || valueMs > idle.ms) return []
  const byTheBuffer = valueMs + bufferMs > idle.ms
  return [
    {
      rule: byTheBuffer ? 'keep-alive-by-the-buffer' : 'keep-alive-too-short',
      level: byTheBuffer ? 'notice' : 'fault',
      setting: 'server.keepAliveTimeout',
      valueMs,
      ...comparedWith(idle),
      effect:
        `${front.name} sends a request now and then into a connection that Node is just closing, ` +
        `after ${shown(valueMs + bufferMs)}: the client gets a ${String(front.closedStatus)}, and ` +
        `your log has nothing` +
        (byTheBuffer ? `. Only what Node waits on top, ${shown(bufferMs)}, is in between` : ''),
      fix: `server.keepAliveTimeout = ${literal(above(idle.ms))}`,
    },
  ]
}

/** What passes packets on forgets an idle connection; the server has to close it before. */
function tooLong(front: Front, valueMs: number | null, bufferMs: number): TimeoutFinding[] {
  const idle = front.keepAlive
  if (idle === null || (valueMs !== null && valueMs + bufferMs < idle.ms)) return []
  return [
    {
      rule: 'keep-alive-too-long',
      level: 'fault',
      setting: 'server.keepAliveTimeout',
      valueMs,
      ...comparedWith(idle),
      effect:
        `${front.name} forgets an idle connection without closing it: the next request on it is ` +
        'answered with a reset or not at all, and the server keeps a socket that nobody is behind',
      fix: `server.keepAliveTimeout = ${literal(below(idle.ms) - bufferMs)}`,
    },
  ]
}

function unknown(
  { name, keepAliveTimeoutMs, closedStatus }: Front,
  valueMs: number,
): TimeoutFinding[] {
  if (keepAliveTimeoutMs === null || valueMs >= keepAliveTimeoutMs) return []
  return [
    {
      rule: 'keep-alive-unknown',
      level: 'notice',
      setting: 'server.keepAliveTimeout',
      valueMs,
      against: `${name}, of which it is not known how long it keeps idle connections`,
      againstMs: null,
      source: 'given',
      confidence: null,
      effect:
        `Where ${name} keeps them longer than the server, it sends a request now and then into a ` +
        `connection that is just being closed: the client gets a ${String(closedStatus)}`,
      fix: `server.keepAliveTimeout = ${literal(keepAliveTimeoutMs)}`,
    },
  ]
}
