import type { Departure } from './link.js'

/** The peer closed, and no error was seen. */
export const byFin: Departure = {
  origin: 'client',
  rule: 'peer-closed',
  closure: 'fin',
  error: null,
}

/** This process destroyed the connection, without an error. */
export const byServer: Departure = {
  origin: 'server',
  rule: 'connection-destroyed',
  closure: 'none',
  error: null,
}

/** The application destroyed the connection, the request or the response with an error. */
export function byApplication(error: unknown): Departure {
  return { origin: 'application', rule: 'destroyed-with-error', closure: 'none', error }
}

/** A guarded server closes, and the time for what was in flight is over. */
export const byShutdown: Departure = {
  origin: 'server',
  rule: 'server-shutdown',
  closure: 'none',
  error: null,
}

/** The peer no longer answers, as behind a pulled cable, and this process gave it up. */
export const byLoss: Departure = {
  origin: 'client',
  rule: 'connection-lost',
  closure: 'none',
  error: null,
}
