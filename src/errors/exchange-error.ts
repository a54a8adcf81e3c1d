import type { Phase } from '../types/index.js'

/** What each error that ends an exchange tells about it. */
export interface ExchangeErrorInit {
  readonly phase: Phase
  readonly exchangeId: string
  readonly cause?: unknown
}

/** The common part of the errors that are the reason of an aborted signal. */
export abstract class ExchangeError extends Error {
  abstract readonly code: string
  /** The phase the exchange was in when it ended. */
  readonly phase: Phase
  /** The `id` of the exchange's record. */
  readonly exchangeId: string

  constructor(message: string, { phase, exchangeId, cause }: ExchangeErrorInit) {
    super(message, cause === undefined ? undefined : { cause })
    this.phase = phase
    this.exchangeId = exchangeId
  }
}
