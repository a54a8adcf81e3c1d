export { describeRecord } from './describe-record.js'
export { serializeError, type SerializedError } from './serialize-error.js'
