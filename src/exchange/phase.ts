import type { Phase } from '../types/index.js'

/** The phase, from the four facts that decide it, in the order that decides it. */
export function phaseFrom(
  requestComplete: boolean,
  headersSent: boolean,
  endCalled: boolean,
): Phase {
  if (!headersSent) return requestComplete ? 'processing' : 'receiving'
  return endCalled ? 'flushing' : 'responding'
}
