import { randomUUID } from 'node:crypto'
import type { Sweep } from '../sweep.js'
import { verdictOf, type Verdict } from './expiry.js'
import { hasMethods, type AnyStore } from './shape.js'
import type { StoreCallback } from './store-call.js'

/** A store that express-session can work with. */
export interface FullStore {
  get(sid: string, callback: StoreCallback): unknown
  set(sid: string, session: unknown, callback: StoreCallback): unknown
  touch(sid: string, session: unknown, callback: StoreCallback): unknown
  destroy(sid: string, callback: StoreCallback): unknown
}

/** What a session that `get` returns proves, although the time in its cookie has passed. */
export type Trust = (session: unknown) => Verdict

const believe: Trust = (session) => verdictOf(session)
const alive: Trust = () => 'live'
const unknown: Trust = () => 'unreadable'

/**
 * Many stores keep the time in a column of its own, where `touch` renews it, and leave the cookie in
 * the session's data behind: by its cookie a session that is in use has expired. Nothing tells such
 * a store from one that keeps both together. So it is asked once, with a session of its own that
 * lives for that moment.
 */
export async function trustOf(store: AnyStore, sweep: Sweep): Promise<Trust> {
  // Without touch a session is renewed by saving it, cookie and all.
  if (!hasMethods(store, 'get', 'set', 'touch')) return believe
  const full = store as unknown as FullStore
  const sid = `express-hangup-probe-${randomUUID()}`
  const read = () => sweep.call('get', (callback) => full.get(sid, callback))
  try {
    const past = sessionUntil(Date.now() - 60_000)
    await sweep.call('set', (callback) => full.set(sid, past, callback))
    if (!(await read())) return alive
    const renewed = sessionUntil(Date.now() + 60_000)
    await sweep.call('touch', (callback) => full.touch(sid, renewed, callback))
    return verdictOf(await read()) === 'live' ? believe : unknown
  } finally {
    await sweep.call('destroy', (callback) => full.destroy(sid, callback))
  }
}

function sessionUntil(time: number): object {
  const expires = new Date(time)
  return { cookie: { originalMaxAge: 60_000, maxAge: time - Date.now(), expires, path: '/' } }
}
