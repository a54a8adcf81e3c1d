import { intervalFor } from '../../server-options.js'
import { comparedWith, given, type TimeoutFinding } from '../finding.js'
import type { Setup } from '../setup.js'
import { above, literal, shown } from '../time.js'

/** Node's own limits know nothing of routes: they are a last resort, above all others. */
export function nodeLimits(setup: Setup): TimeoutFinding[] {
  return [...uploads(setup), ...headers(setup), ...checks(setup), ...idleSockets(setup)]
}

function uploads({ server, own, uploadMs }: Setup): TimeoutFinding[] {
  const { requestTimeout } = server
  if (requestTimeout == null) return []
  const receiveMs = own?.receiveMs
  const lasts = uploadMs ?? receiveMs
  if (lasts !== undefined && lasts < requestTimeout) return []
  const compared =
    lasts === undefined
      ? { ...comparedWith(given('the longest upload, which was not told', 0)), againstMs: null }
      : comparedWith(
          given(uploadMs === null ? 'requestTimeout receiveMs' : 'the longest upload', lasts),
        )
  return [
    {
      rule: 'uploads-cut',
      level: lasts === undefined ? 'notice' : 'fault',
      setting: 'server.requestTimeout',
      valueMs: requestTimeout,
      ...compared,
      effect:
        `An upload that is not complete after ${shown(requestTimeout)} is cut by Node with a 408, ` +
        'and looks in the handler like a client that left',
      fix: `server.requestTimeout = ${literal(lasts === undefined ? 900_000 : above(lasts))}`,
    },
  ]
}

function headers({ server }: Setup): TimeoutFinding[] {
  const { headersTimeout, requestTimeout } = server
  if (headersTimeout === undefined || requestTimeout === undefined) return []
  if (headersTimeout === null && requestTimeout === null) {
    return [
      {
        rule: 'headers-unlimited',
        level: 'fault',
        setting: 'server.headersTimeout',
        valueMs: null,
        ...comparedWith(given('server.requestTimeout', 0)),
        againstMs: null,
        effect:
          'A client that never ends its header keeps its connection for ever; so do ten thousand',
        fix: 'server.headersTimeout = 60_000',
      },
    ]
  }
  if (headersTimeout === null || requestTimeout === null || headersTimeout <= requestTimeout)
    return []
  return [
    {
      rule: 'headers-limit-unused',
      level: 'notice',
      setting: 'server.headersTimeout',
      valueMs: headersTimeout,
      ...comparedWith(given('server.requestTimeout', requestTimeout)),
      effect: 'It never passes, since the whole request has less time than its header',
      fix: `server.headersTimeout = ${literal(requestTimeout)}`,
    },
  ]
}

/** Node looks at its limits from time to time only. */
function checks({ server }: Setup): TimeoutFinding[] {
  const { connectionsCheckingInterval: interval, headersTimeout, requestTimeout } = server
  if (interval == null) return []
  const limits = [
    given('server.headersTimeout', headersTimeout ?? Infinity),
    given('server.requestTimeout', requestTimeout ?? Infinity),
  ]
  const [shortest] = limits.toSorted((a, b) => a.ms - b.ms)
  if (shortest === undefined || interval <= shortest.ms / 2) return []
  return [
    {
      rule: 'checked-too-rarely',
      level: 'fault',
      setting: 'connectionsCheckingInterval',
      valueMs: interval,
      ...comparedWith(shortest),
      effect:
        `${shortest.label} of ${shown(shortest.ms)} may pass only after ` +
        `${shown(shortest.ms + interval)}. Setting it on a server that listens has no effect`,
      fix: `createServer({ connectionsCheckingInterval: ${literal(
        intervalFor(headersTimeout ?? 0, requestTimeout ?? 0),
      )} }, app)`,
    },
  ]
}

function idleSockets({ server, own, fronts }: Setup): TimeoutFinding[] {
  const { timeout } = server
  const ours = [own?.responseMs, own?.idleMs].filter((ms) => ms !== undefined)
  const longest = Math.max(...ours)
  if (timeout == null || ours.length === 0 || timeout > longest) return []
  const status = String(fronts.at(-1)?.closedStatus ?? 0)
  return [
    {
      rule: 'socket-timeout-first',
      level: 'fault',
      setting: 'server.timeout',
      valueMs: timeout,
      ...comparedWith(given('requestTimeout', longest)),
      effect:
        `Node destroys the socket of a handler that is quiet for ${shown(timeout)}, without an ` +
        `answer: the client gets ${fronts.length === 0 ? 'a reset' : `a ${status}`} where ` +
        'requestTimeout would have answered',
      fix: 'server.timeout = 0',
    },
  ]
}
