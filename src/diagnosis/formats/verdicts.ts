import type { Closure, Outcome, Phase } from '../../types/index.js'
import type { Verdict } from './format.js'

const verdict = (outcome: Outcome, phase: Phase | null, closure: Closure | null = null): Verdict =>
  Object.freeze({ outcome, phase, closure })

export const completed = verdict('completed', 'done', 'none')

/** The client left: before its request was complete, before the answer began, during the answer. */
export const left = {
  receiving: verdict('client-disconnected', 'receiving'),
  processing: verdict('client-disconnected', 'processing'),
  responding: verdict('client-disconnected', 'responding'),
  unknown: verdict('client-disconnected', null),
} as const

/** A limit of the component that wrote the line passed. */
export const timedOut = {
  receiving: verdict('timed-out', 'receiving'),
  processing: verdict('timed-out', 'processing'),
  responding: verdict('timed-out', 'responding'),
} as const

/** The component that wrote the line, or what stands behind it, ended the answer. */
export const serverClosed = verdict('server-closed', null)
