import { HangupError } from '../../errors/index.js'
import type { Sweep } from '../sweep.js'
import type { StoreAdapter } from './adapter.js'
import { verdictOf, verdictOfText, type Verdict } from './expiry.js'
import { inBatches } from './in-turn.js'
import { trustOf, type Trust } from './probe.js'
import { classOf, hasMethods, isObject, type AnyStore } from './shape.js'
import type { StoreCallback } from './store-call.js'

interface ListingStore {
  all(callback: StoreCallback): unknown
  get(sid: string, callback: StoreCallback): unknown
  destroy(sid: string, callback: StoreCallback): unknown
}

/**
 * Any other store: what `all` lists is read again with `get` just before it is removed with
 * `destroy`, so that a session which was renewed meanwhile stays.
 */
export function anyStore(store: AnyStore): StoreAdapter {
  const missing = ['all', 'get', 'destroy'].filter((method) => !hasMethods(store, method))
  if (missing.length > 0) {
    throw new HangupError(
      'ERR_HANGUP_STORE',
      `sessionCleanup needs a store with all, get and destroy, or with a call that removes what ` +
        `has expired (prune, pruneSessions, clearExpiredSessions); ${classOf(store)} has no ` +
        missing.join(', no '),
    )
  }
  let trust: Promise<Trust> | null = null
  const trusted = (sweep: Sweep): Promise<Trust> => {
    trust ??= trustOf(store, sweep).catch((error: unknown) => {
      trust = null // asked again next time
      throw error
    })
    return trust
  }
  return {
    store: classOf(store),
    method: 'batches',
    sweep: (sweep) => sweepListed(store as unknown as ListingStore, () => trusted(sweep), sweep),
  }
}

async function sweepListed(
  store: ListingStore,
  trusted: () => Promise<Trust>,
  sweep: Sweep,
): Promise<void> {
  const listed = await sweep.call('all', (callback) => store.all(callback))
  const expired: string[] = []
  for (const [id, session] of entriesOf(listed)) {
    sweep.countScanned(1)
    const verdict = typeof session === 'string' ? verdictOfText(session) : verdictOf(session)
    if (verdict === 'unreadable') sweep.unreadable++
    if (verdict === 'expired') expired.push(id ?? noIds())
    if (sweep.isTired) await sweep.rest()
  }
  if (expired.length === 0) return
  const trust = await trusted()
  await inBatches(sweep, expired, async (id) => {
    const verdict = await again(store, id, trust, sweep)
    if (verdict === 'unreadable') sweep.unreadable++
    if (verdict !== 'expired') return
    await sweep.call('destroy', (callback) => store.destroy(id, callback))
    sweep.countRemoved(1)
  })
}

/** What `get` hides has expired, or is gone: a session that was renewed it would return. */
async function again(
  store: ListingStore,
  id: string,
  trust: Trust,
  sweep: Sweep,
): Promise<Verdict> {
  const session = await sweep.call('get', (callback) => store.get(id, callback))
  if (session === undefined || session === null) return 'expired'
  return verdictOf(session) === 'expired' ? trust(session) : verdictOf(session)
}

/** `all` gives an object by id, or an array of sessions or rows that name their id. */
function* entriesOf(listed: unknown): Generator<[id: string | null, session: unknown]> {
  if (!isObject(listed)) return
  if (!Array.isArray(listed)) {
    for (const id of Object.keys(listed)) yield [id, listed[id]]
    return
  }
  for (const each of listed as unknown[]) {
    const row: AnyStore = isObject(each) ? each : {}
    const id = row['sid'] ?? row['id']
    const data = 'cookie' in row ? row : (row['sess'] ?? row['session'] ?? row)
    yield [typeof id === 'string' ? id : null, data]
  }
}

function noIds(): never {
  throw new HangupError(
    'ERR_HANGUP_STORE',
    'the store lists its sessions without their ids, so that none can be removed',
  )
}
