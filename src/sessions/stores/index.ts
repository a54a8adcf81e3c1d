import { HangupError } from '../../errors/index.js'
import type { StoreAdapter } from './adapter.js'
import { anyStore } from './any-store.js'
import { betterSqlite3 } from './better-sqlite3.js'
import { connectMongo } from './connect-mongo.js'
import { connectPgSimple } from './connect-pg-simple.js'
import { connectRedis } from './connect-redis.js'
import { expressSessionMemory } from './express-session-memory.js'
import { memorystore } from './memorystore.js'
import { ownCall } from './own-call.js'
import { sessionFileStore } from './session-file-store.js'
import { isObject } from './shape.js'

export type { CleanupMethod, StoreAdapter } from './adapter.js'

/** Each knows one kind of store by its class and its shape, and imports none. */
const known = [
  connectRedis,
  connectMongo,
  memorystore,
  connectPgSimple,
  sessionFileStore,
  betterSqlite3,
  expressSessionMemory,
  ownCall,
] as const

/**
 * How to sweep this store.
 *
 * @throws HangupError `ERR_HANGUP_STORE` where there is no way.
 */
export function adapterFor(store: unknown): StoreAdapter {
  if (!isObject(store)) {
    throw new HangupError('ERR_HANGUP_STORE', 'sessionCleanup needs a session store: the object')
  }
  for (const adapter of known) {
    const found = adapter(store)
    if (found !== null) return found
  }
  return anyStore(store)
}
