export {
  abortDetection,
  type AbortDetectionOptions,
  type Middleware,
} from './abort-detection/index.js'
export type { AddressStyle } from './address.js'
export { handleDisconnect } from './error-handler/handle-disconnect.js'
export {
  errorHandler,
  type ErrorHandlerOptions,
  type ErrorMiddleware,
  type ErrorPolicy,
} from './error-handler/index.js'
export type { ReportingOptions } from './reporting.js'
export type { RequestIdSource } from './request-id.js'
export type { BudgetOptions } from './request-timeout/budget.js'
export { deadlineHeaders } from './request-timeout/deadline-headers.js'
export { requestTimeout, type RequestTimeout } from './request-timeout/index.js'
export {
  definePolicy,
  type RateOption,
  type RequestTimeoutOptions,
  type TimeoutPolicy,
} from './request-timeout/policy.js'
export { wrapHandler } from './wrap-handler.js'
