import {
  checkBoolean,
  checkFunction,
  checkOptions,
  HangupError,
  warnOnce,
} from '../../errors/index.js'
import { peekExchange } from '../../exchange/index.js'
import type { StoreCallback } from '../stores/store-call.js'
import { CallsUnderWay } from './calls-under-way.js'
import { Changes } from './changes.js'
import {
  innerOf,
  onGenerate,
  override,
  type InnerStore,
  type SessionObject,
  type SessionRequest,
} from './guarded-store.js'

/** Options of {@link guardSessions}. */
export interface GuardSessionsOptions {
  /**
   * Whether what a request changed in its session is saved although its client left, its limit
   * passed or the server closed. False drops it, like a transaction that is rolled back.
   * @default true
   */
  readonly saveAborted?: boolean
  /**
   * Whether requests that complete are held to the same rule: a session that is gone stays gone.
   * It costs a `get` before each save.
   * @default true
   */
  readonly guardCompleted?: boolean
  /** Is told where the session of a request that ended early could not be saved. */
  readonly onError?: (error: unknown) => void
  /** Is told of each save that was dropped: its session is `gone`, or its request `aborted`. */
  readonly onDropped?: (why: 'gone' | 'aborted') => void
}

/**
 * Guards the sessions of a store against requests that outlive them. A request that was under way
 * while its session was destroyed, by a logout in another tab for instance, would save it again when
 * it ends: so each save of a session that came from the store looks whether it is still there. And
 * what a handler has changed is saved when its client has left, also where nobody ends the response.
 *
 * It works on the store, in place, for `session({ store })`, and returns it. Mount `abortDetection()`
 * before `session()`, which is how it knows of clients that left.
 *
 * @throws HangupError `ERR_HANGUP_OPTION` for an unknown option or a bad value; `ERR_HANGUP_STORE`
 * for what is no store, or is guarded already.
 * @example
 * ```ts
 * app.use(abortDetection())
 * app.use(session({ store: guardSessions(store), secret, resave: false, saveUninitialized: false }))
 * ```
 */
export function guardSessions<S extends object>(
  store: S,
  options: Readonly<GuardSessionsOptions> = {},
): S {
  checkOptions('guardSessions', options, names)
  const { onError, onDropped } = options
  if (onError !== undefined) checkFunction('onError', onError)
  if (onDropped !== undefined) checkFunction('onDropped', onDropped)
  const guard = new Guard(innerOf(store), {
    saveAborted: checkBoolean('saveAborted', options.saveAborted ?? true),
    guardCompleted: checkBoolean('guardCompleted', options.guardCompleted ?? true),
    onError: onError ?? warnOfError,
    onDropped: onDropped ?? (() => undefined),
  })
  guard.installOn(store)
  return store
}

const names = [
  'saveAborted',
  'guardCompleted',
  'onError',
  'onDropped',
] as const satisfies readonly (keyof GuardSessionsOptions)[]

class Guard {
  readonly #inner: InnerStore
  readonly #options: Required<GuardSessionsOptions>
  /** The sessions that are, or have been, in the store: only these can be revived. */
  readonly #known = new WeakSet<SessionObject>()
  readonly #watched = new WeakSet<SessionRequest>()
  readonly #changes = new Changes()
  readonly #underWay = new CallsUnderWay()

  constructor(inner: InnerStore, options: Required<GuardSessionsOptions>) {
    this.#inner = inner
    this.#options = options
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
    // Not of a request: somebody has business with the store.
    if (req === undefined) return void this.#inner.set(sid, session, callback)
    this.#changes.noteStored(session)
    const aborted = isAborted(req)
    if (aborted && !this.#options.saveAborted) return this.#drop('aborted', callback)
    const calls = this.#underWay.enter(sid)
    const done: StoreCallback = (...results) => {
      this.#underWay.leave(sid)
      callback(...results)
    }
    const { destroyed } = calls
    const write = (): void => {
      this.#inner.set(sid, session, (...results) => {
        this.#known.add(session)
        if (calls.destroyed === destroyed) done(...results)
        else this.#inner.destroy(sid, done)
      })
    }
    if (!this.#known.has(session) || !(aborted || this.#options.guardCompleted)) return write()
    this.#inner.get(sid, (error, current) => {
      if (isError(error)) done(error)
      else if (current && calls.destroyed === 0) write()
      else this.#drop('gone', done)
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
    const drop = !this.#options.saveAborted && req !== undefined && isAborted(req)
    if (drop) callback()
    else this.#inner.touch?.(sid, session, callback)
  }

  #drop(why: 'gone' | 'aborted', callback: StoreCallback): void {
    this.#options.onDropped(why)
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
    if (!session || !isAborted(req) || !this.#options.saveAborted) return
    if (!this.#changes.isChanged(session)) return
    try {
      session.save((error) => {
        if (isError(error)) this.#options.onError(error)
      })
    } catch (error) {
      this.#options.onError(error)
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

function warnOfError(error: unknown): void {
  warnOnce(
    'WARN_HANGUP_SESSIONS',
    `the session of a client that left was not saved: ${String(error)}`,
  )
}

function warnUnseen(): void {
  warnOnce(
    'WARN_HANGUP_SESSIONS',
    'guardSessions cannot know of clients that leave: mount abortDetection() before session()',
  )
}
