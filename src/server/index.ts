export {
  auditTimeouts,
  type AuditedServer,
  type AuditTimeoutsOptions,
  type FrontLimits,
  type OwnLimits,
  type ServerTimeouts,
  type TimeoutFinding,
  type TimeoutRule,
} from './audit-timeouts/index.js'
export {
  guardServer,
  type ClosedServer,
  type CloseOptions,
  type GuardedServer,
  type GuardServerOptions,
  type ServerGuard,
} from './guard-server/index.js'
export {
  guardStdio,
  type BrokenPipeListener,
  type GuardStdioOptions,
  type StdioName,
} from './guard-stdio/index.js'
export { watchSigpipe, type SigpipeEvent, type SigpipeListener } from './watch-sigpipe/index.js'
export type { Behind } from './presets.js'
export { serverOptions, type ServerLimits, type ServerLimitOptions } from './server-options.js'
