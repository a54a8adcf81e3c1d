/** The calls under way for one session. */
export interface UnderWay {
  /** How many of them were to destroy it. */
  destroyed: number
  calls: number
}

/**
 * Which sessions were destroyed while a call for them was under way. So within a process a session
 * is not revived, whatever the order in which the store carries out what was asked of it.
 */
export class CallsUnderWay {
  readonly #bySid = new Map<string, UnderWay>()

  enter(sid: string): UnderWay {
    let calls = this.#bySid.get(sid)
    if (calls === undefined) this.#bySid.set(sid, (calls = { destroyed: 0, calls: 0 }))
    calls.calls++
    return calls
  }

  leave(sid: string): void {
    const calls = this.#bySid.get(sid)
    if (calls !== undefined && --calls.calls === 0) this.#bySid.delete(sid)
  }
}
