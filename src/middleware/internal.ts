// What other layers of the package build on, and users do not.
export { reportingFrom } from './reporting.js'
export { expireWith } from './request-timeout/expire.js'
