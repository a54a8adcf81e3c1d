import type { IncomingHttpHeaders } from 'node:http'

type Debug = (message: string, ...values: unknown[]) => void

/** gRPC over HTTP/2: at most eight digits and a unit. */
const grpcUnits: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
}

/** Each header that says how long its sender waits, with how it says it; null where it does not. */
const readers: ReadonlyArray<readonly [string, (value: string) => number | null]> = [
  ['grpc-timeout', grpcMs],
  ['x-envoy-expected-rq-timeout-ms', (value) => decimal(value, 1)],
  ['x-prometheus-scrape-timeout-seconds', (value) => decimal(value, 1000)],
  ['prefer', waitMs],
]

/** How long the caller waits, in milliseconds, the shortest of what it says; `Infinity` where nothing. */
export function callerMsOf(headers: IncomingHttpHeaders, debug: Debug): number {
  let shortest = Infinity
  for (const [name, read] of readers) {
    const value = headers[name]?.toString().trim()
    if (value === undefined) continue
    const ms = read(value)
    if (ms !== null) shortest = Math.min(shortest, ms)
    else if (name !== 'prefer' || /\bwait\b/i.test(value)) {
      debug('ignored the limit of the caller in %s: %j', name, value)
    }
  }
  return shortest
}

function grpcMs(value: string): number | null {
  const [, digits, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(value) ?? []
  return digits === undefined ? null : positive(Number(digits) * (grpcUnits[unit] ?? 0))
}

function decimal(value: string, msPerUnit: number): number | null {
  return /^\d{1,9}(\.\d{1,9})?$/.test(value) ? positive(Number(value) * msPerUnit) : null
}

/** RFC 7240, 4.3: `wait`, in seconds, among other preferences. */
function waitMs(value: string): number | null {
  const waits = value
    .split(/[,;]/)
    .map((each) => /^\s*wait\s*=\s*"?(\d{1,9})"?\s*$/i.exec(each)?.[1])
  const found = waits.filter((each) => each !== undefined)
  return found.length === 1 ? positive(Number(found[0]) * 1000) : null
}

/** A limit of nothing is no limit that anybody can keep, and a way to make every request fail. */
function positive(ms: number): number | null {
  return ms > 0 ? ms : null
}
