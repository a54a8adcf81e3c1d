import type { Sink, Verdict } from './format.js'

/** What a line says of an exchange that was cut; NaN, 0 and undefined where it does not say. */
export interface Cut {
  readonly time: number
  readonly route: string | null
  readonly method: string
  readonly status: number
  readonly ageMs: number
  readonly firstByteMs: number
  readonly address: string | null | undefined
  readonly agent: string | undefined
}

/** Hands such an exchange on, with how it ended and who wrote the line. */
export function addCut(
  sink: Sink,
  loggedBy: string | null,
  { outcome, phase, closure }: Verdict,
  { status, address, agent, ...told }: Cut,
): void {
  sink.add({
    ...told,
    outcome,
    phase,
    closure,
    status: status === 0 ? null : status,
    client: { address, agent },
    loggedBy,
  })
}
