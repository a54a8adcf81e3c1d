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
