import { HangupError } from '../../errors/index.js'
import type { StoreAdapter } from './adapter.js'
import { hasClass, hasMethods, type AnyStore } from './shape.js'

/** connect-redis: Redis itself drops each key when its time has passed. */
export function connectRedis(store: AnyStore): StoreAdapter | null {
  if (!hasClass(store, 'RedisStore') || typeof store['prefix'] !== 'string') return null
  if (!hasMethods(store, 'get', 'set', 'destroy') || !('ttl' in store)) return null
  if (store['disableTTL'] === true) {
    throw new HangupError(
      'ERR_HANGUP_STORE',
      'connect-redis with disableTTL keeps no time that touch renews, so that no session is ' +
        'proven to have expired; leave disableTTL out, and Redis removes them by itself',
    )
  }
  return { store: 'connect-redis', method: 'expires-by-itself', sweep: () => Promise.resolve() }
}
