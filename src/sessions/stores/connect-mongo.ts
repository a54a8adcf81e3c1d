import { HangupError } from '../../errors/index.js'
import type { StoreAdapter } from './adapter.js'
import { hasClass, hasMethods, isObject, type AnyStore } from './shape.js'

/** connect-mongo: MongoDB has an index with a time to live, or the store a timer. */
export function connectMongo(store: AnyStore): StoreAdapter | null {
  const options = store['options']
  if (!hasClass(store, 'MongoStore') || !isObject(options) || !('autoRemove' in options))
    return null
  if (!hasMethods(store, 'get', 'set', 'destroy')) return null
  if (options['autoRemove'] === 'disabled') {
    throw new HangupError(
      'ERR_HANGUP_STORE',
      "connect-mongo with autoRemove 'disabled' shows nobody its expired sessions, so that they " +
        "cannot be removed from here; set autoRemove to 'native'",
    )
  }
  return { store: 'connect-mongo', method: 'expires-by-itself', sweep: () => Promise.resolve() }
}
