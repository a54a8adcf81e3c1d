/** A time for people: `60 s`, `250 ms`. */
export function shown(ms: number): string {
  return ms >= 1_000 ? `${String(ms / 1_000)} s` : `${String(ms)} ms`
}

/** A time for code: `60_000`. */
export function literal(ms: number): string {
  return String(ms).replace(/\B(?=(\d{3})+$)/g, '_')
}

/** Far enough below a limit that coarse timers keep the order. */
export function below(ms: number): number {
  if (ms > 30_000) return ms - 5_000
  return ms > 2_000 ? ms - 1_000 : Math.floor(ms * 0.9)
}

/** Far enough above a limit. */
export function above(ms: number): number {
  return ms + 5_000
}
