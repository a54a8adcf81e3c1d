export { winstonObserver, type WinstonObserverOptions } from './winston-observer.js'
