import type { ServerResponse } from 'node:http'
import type { Stage } from '../stage.js'

/** An operation of the application on something behind it, under way. */
export interface Operation {
  /** Settles as the application sees it: rejects with the error that its library gives. */
  readonly result: Promise<unknown>
  /** Makes the upstream fail. */
  readonly fail: () => void | Promise<void>
  /** Gives up as the library's own users do; with the reason where the library takes one. */
  readonly cancel?: (reason?: Error) => void
}

export interface UpstreamSource {
  readonly name: string
  /** Starts the operation and resolves when it can fail. */
  readonly open: (stage: Stage, signal?: AbortSignal) => Promise<Operation>
  readonly takesSignal: boolean
  /** `cancel` takes the reason and hands it on to whoever waits for the result. */
  readonly takesReason: boolean
  /** The library loses the reason, so that what surfaces is in its own words all the same. */
  readonly dropsReason?: boolean
  /** The operation writes the response itself, header included. */
  readonly answers?: true
}

/** An upstream whose bytes a `pipeline` carries into the response. */
export interface PipedSource {
  readonly name: string
  readonly open: (stage: Stage, res: ServerResponse) => Promise<Operation>
  /** The failure is not told to anybody: the response just ends early. */
  readonly silent?: true
}
