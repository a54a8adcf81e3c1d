import type { NextFunction } from '../exchange/index.js'

/** Goes on to the next middleware. In a plain `node:http` handler there may be none. */
export function proceed(next: NextFunction | undefined): void {
  next?.()
}
