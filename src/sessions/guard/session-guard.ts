import { warnOnce } from '../../errors/index.js'
import { peekExchange } from '../../exchange/index.js'
import type { StoreCallback } from '../stores/store-call.js'
import { CallsUnderWay, type UnderWay } from './calls-under-way.js'
import { Changes } from './changes.js'
import {
  onGenerate,
  override,
  type InnerStore,
  type SessionObject,
  type SessionRequest,
} from './guarded-store.js'

/** The options of `guardSessions`, complete. */
export interface GuardSettings {
  readonly saveAborted: boolean
  readonly guardCompleted: boolean
  readonly onError: (error: unknown) => void
  readonly onDropped: (why: 'gone' | 'aborted') => void
}

type Call = (answered: StoreCallback) => unknown

/** What stands between express-session and its store. */
export class SessionGuard {
  readonly #inner: InnerStore
  readonly #settings: GuardSettings
  /** The sessions that are, or have been, in the store: only these can be revived. */
  readonly #known = new WeakSet<SessionObject>()
  readonly #watched = new WeakSet<SessionRequest>()
  readonly #changes = new Changes()
  readonly #underWay = new CallsUnderWay()

  constructor(inner: InnerStore, settings: GuardSettings) {
    this.#inner = inner
    this.#settings = settings
  }

  installOn(store: object): void {
    override(store, 'set', this.#set)
    override(store, 'destroy', this.#destroy)
    override(store, 'createSession', this.#createSession)
    if (this.#inner.touch !== undefined) override(store, 'touch', this.#touch)
    onGenerate(store, this.#generated)
  }

  readonly #createSession = (req: SessionRequest, data: object): SessionObject => {
    const session = this.#inner.createSession(req, data)
    this.#known.add(session)
    this.#changes.noteStored(session)
    this.#watch(req)
    return session
  }

  readonly #generated = (req: SessionRequest): void => {
    const { session } = req
    if (!session) return
    // A second one is a login's: regenerate() has destroyed the first.
    if (this.#watched.has(req)) this.#changes.noteNew(session)
    else this.#changes.noteStored(session)
    this.#watch(req)
  }

  readonly #set = (sid: string, session: SessionObject, callback: StoreCallback = ignore): void => {
    const { req } = session
    if (req === undefined) {
      // Not of a request: somebody has business with the store.
      this.#inner.set(sid, session, callback)
      return
    }
    const aborted = isAborted(req)
    if (aborted && !this.#settings.saveAborted) {
      this.#drop('aborted', callback)
      return
    }
    const calls = this.#underWay.enter(sid)
    const done: StoreCallback = (...results) => {
      this.#underWay.leave(sid)
      callback(...results)
    }
    this.#changes.noteStored(session)
    if (!this.#known.has(session) || !(aborted || this.#settings.guardCompleted)) {
      this.#write(sid, session, calls, done)
      return
    }
    const look: Call = (answered) => this.#inner.get(sid, answered)
    attempt(look, (error, current) => {
      if (isError(error)) done(error)
      else if (current && calls.destroyed === 0) this.#write(sid, session, calls, done)
      else this.#drop('gone', done)
    })
  }

  /** What is destroyed while it is written is destroyed again: the store may have been the faster. */
  #write(sid: string, session: SessionObject, calls: UnderWay, done: StoreCallback): void {
    const { destroyed } = calls
    const write: Call = (answered) => this.#inner.set(sid, session, answered)
    attempt(write, (error, ...results) => {
      if (error) this.#changes.noteNew(session)
      else this.#known.add(session)
      if (calls.destroyed === destroyed) done(error, ...results)
      else this.#inner.destroy(sid, done)
    })
  }

  readonly #destroy = (sid: string, callback: StoreCallback = ignore): void => {
    this.#underWay.enter(sid).destroyed++
    this.#inner.destroy(sid, (...results) => {
      this.#underWay.leave(sid)
      callback(...results)
    })
  }

  /** No store revives a session that is touched, so it needs no look. */
  readonly #touch = (
    sid: string,
    session: SessionObject,
    callback: StoreCallback = ignore,
  ): void => {
    const { req } = session
    const drop = !this.#settings.saveAborted && req !== undefined && isAborted(req)
    if (drop) callback()
    else this.#inner.touch?.(sid, session, callback)
  }

  #drop(why: 'gone' | 'aborted', callback: StoreCallback): void {
    this.#settings.onDropped(why)
    callback()
  }

  #watch(req: SessionRequest): void {
    if (this.#watched.has(req) || !('headers' in req)) return
    this.#watched.add(req)
    const exchange = peekExchange(req)
    if (exchange === undefined) warnUnseen()
    else exchange.onSettled(() => this.#settled(req))
  }

  /**
   * The client has left and the response may never be ended, which is when express-session saves.
   * Where it is, what changes until then is saved again.
   */
  #settled(req: SessionRequest): void {
    const { session } = req
    if (!session || !isAborted(req) || !this.#settings.saveAborted) return
    if (!this.#changes.isChanged(session)) return
    try {
      session.save((error) => {
        if (isError(error)) this.#settings.onError(error)
      })
    } catch (error) {
      this.#settings.onError(error)
    }
  }
}

function isAborted(req: SessionRequest): boolean {
  return (peekExchange(req)?.reason ?? null) !== null
}

/** express-session takes ENOENT for a session that is not there. */
function isError(error: unknown): boolean {
  return Boolean(error) && (error as { code?: unknown }).code !== 'ENOENT'
}

function ignore(): void {
  // Nobody wants to know.
}

/** A store that throws instead of calling back has called back with an error. */
function attempt(call: Call, callback: StoreCallback): void {
  let isAnswered = false as boolean
  try {
    call((...results) => {
      isAnswered = true
      callback(...results)
    })
  } catch (error) {
    if (isAnswered) throw error
    callback(error)
  }
}

function warnUnseen(): void {
  warnOnce(
    'WARN_HANGUP_SESSIONS',
    'guardSessions cannot know of clients that leave: mount abortDetection() before session()',
  )
}
