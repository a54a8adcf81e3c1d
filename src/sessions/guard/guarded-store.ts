import type { IncomingMessage } from 'node:http'
import { HangupError } from '../../errors/index.js'
import { classOf, hasMethods } from '../stores/shape.js'
import type { StoreCallback } from '../stores/store-call.js'

/** What express-session keeps in `req.session`. */
export interface SessionObject {
  readonly req?: SessionRequest
  save(callback: StoreCallback): unknown
}

export type SessionRequest = IncomingMessage & { session?: SessionObject | null }

/** The methods of a store that express-session calls, as they were before they were guarded. */
export interface InnerStore {
  get(sid: string, callback: StoreCallback): unknown
  set(sid: string, session: SessionObject, callback: StoreCallback): unknown
  destroy(sid: string, callback: StoreCallback): unknown
  /** Undefined where the store has none. */
  touch: ((sid: string, session: SessionObject, callback: StoreCallback) => unknown) | undefined
  createSession(req: SessionRequest, data: object): SessionObject
}

const guarded = Symbol.for('express-hangup.guarded-sessions')

/** The store's own methods, bound to it: a store with private fields works with nothing else. */
export function innerOf(store: object): InnerStore {
  const needed = ['get', 'set', 'destroy', 'createSession']
  const missing = needed.filter((method) => !hasMethods(store, method))
  if (missing.length > 0) {
    throw new HangupError(
      'ERR_HANGUP_STORE',
      `guardSessions needs a store of express-session; ${classOf(store)} has no ${missing.join(', no ')}`,
    )
  }
  if (guarded in store) {
    throw new HangupError('ERR_HANGUP_STORE', 'guardSessions was given a store it guards already')
  }
  Object.defineProperty(store, guarded, { value: true })
  const inner = store as InnerStore
  return {
    get: inner.get.bind(store),
    set: inner.set.bind(store),
    destroy: inner.destroy.bind(store),
    touch: inner.touch?.bind(store),
    createSession: inner.createSession.bind(store),
  }
}

/** Puts a method of ours in front of the store's. */
export function override(store: object, name: keyof InnerStore, value: unknown): void {
  Object.defineProperty(store, name, { value, configurable: true, writable: true })
}

/**
 * Is told of each session that is made for a visitor without one. `generate` is no method of the
 * store: `session({ store })` puts it there later.
 */
export function onGenerate(store: object, listener: (req: SessionRequest) => void): void {
  type Generate = (this: object, req: SessionRequest) => void
  let inner = (store as { generate?: Generate }).generate
  const generate = (req: SessionRequest): void => {
    inner?.call(store, req)
    listener(req)
  }
  Object.defineProperty(store, 'generate', {
    configurable: true,
    enumerable: true,
    get: () => (inner === undefined ? undefined : generate),
    set: (assigned: Generate) => {
      inner = assigned
    },
  })
}
