/**
 * Every code this package puts on an error or a warning, with what it means. A test holds this
 * list against `docs/reference/errors.md`, so that neither can name a code the other lacks.
 */
export const codes = {
  ERR_CLIENT_DISCONNECTED: 'The client hung up before it had the whole answer.',
  ERR_REQUEST_TIMEOUT: 'A limit of requestTimeout passed.',
  ERR_SERVER_CLOSED: 'This server closed the connection before the answer was complete.',
  ERR_HANGUP_OPTION: 'An option has an unknown name or a value out of range.',
  ERR_HANGUP_NOT_CALLED: 'A factory was mounted itself, where what it returns belongs.',
  ERR_HANGUP_NO_EXCHANGE: 'exchangeOf was asked about a request that no middleware has seen.',
  ERR_HANGUP_RESPONSE_SEALED: 'The handler wrote to a response whose limit had passed.',
  ERR_HANGUP_EMPTY_REJECTION: 'A handler rejected with null, undefined or another falsy value.',
  ERR_HANGUP_MAIN_THREAD: 'What works in the main thread only was called in a worker thread.',
  ERR_HANGUP_STORE: 'A session store lacks what is needed of it.',
  ERR_HANGUP_STORE_TIMEOUT: 'A session store did not call back in time.',
  ERR_HANGUP_SWEEP: 'A sweep of expired sessions failed.',
  ERR_HANGUP_PEER_MISSING: 'An option needs an optional package that is not installed.',
  ERR_HANGUP_GUARDED: 'guardServer was given a server that is guarded already.',
  WARN_HANGUP_AFTER_BODY: 'abortDetection stands behind a middleware that has read the body.',
  WARN_HANGUP_OBSERVER: 'An observer threw, or its promise was rejected.',
  WARN_HANGUP_SESSIONS:
    'Sessions were not cleaned or saved and nobody was told, or who was told threw.',
  WARN_HANGUP_CHECKING_INTERVAL: 'A listening server looks at its limits too seldom to keep them.',
  WARN_HANGUP_SIGPIPE: 'A listener of watchSigpipe threw.',
} as const

/** A code of this package. */
export type Code = keyof typeof codes
