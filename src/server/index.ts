export {
  guardStdio,
  type BrokenPipeListener,
  type GuardStdioOptions,
  type StdioName,
} from './guard-stdio/index.js'
export { watchSigpipe, type SigpipeEvent, type SigpipeListener } from './watch-sigpipe/index.js'
export type { Behind } from './presets.js'
export { serverOptions, type ServerLimits, type ServerLimitOptions } from './server-options.js'
