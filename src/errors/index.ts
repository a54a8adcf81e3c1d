export { isConsequence, markConsequence } from './brand.js'
export { ClientDisconnectedError, isClientDisconnectedError } from './client-disconnected.js'
export { codes, type Code } from './codes.js'
export { HangupError } from './hangup-error.js'
export {
  checkBoolean,
  checkCount,
  checkDuration,
  checkFunction,
  checkOneOf,
  checkOptions,
  checkRate,
  didYouMean,
} from './options.js'
export { isRequestTimeoutError, RequestTimeoutError } from './request-timeout.js'
export { isServerClosedError, ServerClosedError } from './server-closed.js'
export { warnOnce } from './warn.js'
