export type { Level, Levels, PhaseLevels } from './levels.js'
export type { WinstonObserverOptions } from './options.js'
export type { RateLimit, StormSummary } from './storm.js'
export { winstonObserver } from './winston-observer.js'
