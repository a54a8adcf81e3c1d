import { checkBoolean, checkFunction, checkOptions, warnOnce } from '../../errors/index.js'
import { innerOf } from './guarded-store.js'
import { SessionGuard } from './session-guard.js'

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
  const guard = new SessionGuard(innerOf(store), {
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

function warnOfError(error: unknown): void {
  warnOnce(
    'WARN_HANGUP_SESSIONS',
    `the session of a client that left was not saved: ${String(error)}`,
  )
}
