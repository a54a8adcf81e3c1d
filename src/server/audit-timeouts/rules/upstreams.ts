import { comparedWith, given, type TimeoutFinding } from '../finding.js'
import type { Setup } from '../setup.js'
import { below, literal, shown } from '../time.js'

/** How a limit is set, by what the upstream's name tells of it. */
const lines: ReadonlyArray<readonly [name: RegExp, line: (ms: string) => string]> = [
  [/postgres|\bpg\b|cockroach/i, (ms) => `new Pool({ statement_timeout: ${ms} })`],
  [/mysql|maria/i, (ms) => `connection.query({ sql, timeout: ${ms} })`],
  [/mongo/i, (ms) => `collection.find(query, { maxTimeMS: ${ms} })`],
  [/redis|valkey/i, (ms) => `createClient({ commandOptions: { timeout: ${ms} } })`],
]

/** What a handler calls gives up before the handler does. */
export function upstreams({ own, upstreams: all }: Setup): TimeoutFinding[] {
  const ours = own?.responseMs ?? own?.totalMs
  return all.flatMap(([name, ms]): TimeoutFinding[] => {
    const setting = `the limit of ${name}`
    const fix = lineFor(name, literal(below(ours ?? 10_000)))
    const compared =
      ours === undefined
        ? { ...comparedWith(given('requestTimeout', 0)), againstMs: null }
        : comparedWith(given('requestTimeout', ours))
    if (ms === null) {
      return [
        {
          rule: 'upstream-unlimited',
          level: 'fault',
          setting,
          valueMs: null,
          ...compared,
          effect:
            `Where ${name} hangs, calls to it pile up, and go on after the client has been ` +
            'answered: connections and memory are held for nobody',
          fix,
        },
      ]
    }
    if (ours === undefined || ms < ours) return []
    return [
      {
        rule: 'upstream-above-request-limit',
        level: 'fault',
        setting,
        valueMs: ms,
        ...compared,
        effect:
          `The client has its 503 after ${shown(ours)}, before the error of ${name} is there: your ` +
          'own handling of it never runs, and the log says timeout where it might say why',
        fix,
      },
    ]
  })
}

function lineFor(name: string, ms: string): string {
  const line = lines.find(([pattern]) => pattern.test(name))?.[1]
  return line === undefined
    ? `fetch(url, { signal: AbortSignal.any([abortSignal(req), AbortSignal.timeout(${ms})]) })`
    : line(ms)
}
