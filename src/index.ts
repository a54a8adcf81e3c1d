export { attribute, isClientDisconnect } from './attribution/index.js'
export {
  ClientDisconnectedError,
  HangupError,
  isClientDisconnectedError,
  isRequestTimeoutError,
  isServerClosedError,
  RequestTimeoutError,
  ServerClosedError,
  type Code,
} from './errors/index.js'
export {
  abortSignal,
  exchangeOf,
  observerFailures,
  peekExchange,
  type AbortReason,
  type AnyRequest,
  type AnyResponse,
  type Deadline,
  type Exchange,
  type MinRate,
  type NextFunction,
} from './exchange/index.js'
export { hangup, type Hangup, type HangupOptions } from './hangup.js'
export {
  abortDetection,
  deadlineHeaders,
  definePolicy,
  errorHandler,
  handleDisconnect,
  requestTimeout,
  wrapHandler,
  type AbortDetectionOptions,
  type AddressStyle,
  type BudgetOptions,
  type ErrorHandlerOptions,
  type ErrorMiddleware,
  type ErrorPolicy,
  type Middleware,
  type RateOption,
  type ReportingOptions,
  type RequestIdSource,
  type RequestTimeout,
  type RequestTimeoutOptions,
  type TimeoutPolicy,
} from './middleware/index.js'
export { historyObserver, type History, type HistoryOptions } from './observers/history.js'
export { describeRecord, serializeError, type SerializedError } from './observers/lines/index.js'
export type {
  Attribution,
  Cause,
  Closure,
  ConnectionEvent,
  ErrorContext,
  ExchangeRecord,
  LateEvent,
  Observer,
  Origin,
  Outcome,
  Phase,
} from './types/index.js'
