// What other layers of the package build on, and users do not.
export { detectWith } from './abort-detection/index.js'
export { errorsWith, policyFrom, policyKeys } from './error-handler/index.js'
export { reportingFrom, reportingKeys } from './reporting.js'
export { expireWith } from './request-timeout/expire.js'
export { timeoutWith } from './request-timeout/index.js'
