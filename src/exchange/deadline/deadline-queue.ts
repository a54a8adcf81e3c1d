import { inNoContext } from '../no-context.js'
import type { Deadline } from './deadline.js'

/** Longer delays than a timer takes are waited for in parts. */
const MAX_DELAY_MS = 2 ** 31 - 1

/**
 * The deadlines of one duration, soonest first, behind one timer. Since the duration is the same
 * for all, a new one belongs at the end, or close to it where the exchange began earlier.
 */
export class DeadlineQueue {
  #head: Deadline | null = null
  #tail: Deadline | null = null
  #timer: NodeJS.Timeout | undefined
  #wakeAt = Infinity

  add(deadline: Deadline): void {
    let before = this.#tail
    while (before !== null && before.at > deadline.at) before = before.previous
    const after = before === null ? this.#head : before.following
    deadline.queue = this
    deadline.previous = before
    deadline.following = after
    if (before === null) this.#head = deadline
    else before.following = deadline
    if (after === null) this.#tail = deadline
    else after.previous = deadline
    if (before === null) this.#wakeBy(deadline.at)
  }

  remove(deadline: Deadline): void {
    const { previous, following } = deadline
    if (previous === null) this.#head = following
    else previous.following = following
    if (following === null) this.#tail = previous
    else following.previous = previous
    deadline.queue = deadline.previous = deadline.following = null
  }

  // The timer is left running when the list runs empty: setting and clearing one for each request
  // would cost more than a wake-up per duration. It is set anew only for a deadline that is due
  // before it, which is one that was armed long after its exchange began.
  #wakeBy(at: number): void {
    if (at >= this.#wakeAt) return
    clearTimeout(this.#timer)
    this.#wakeAt = at
    const delayMs = Math.min(MAX_DELAY_MS, Math.max(1, Math.ceil(at - performance.now())))
    this.#timer = inNoContext(() => setTimeout(() => this.#wake(), delayMs).unref())
  }

  #wake(): void {
    this.#wakeAt = Infinity
    const now = performance.now()
    try {
      while (this.#head !== null && this.#head.at <= now) this.#head.fire()
    } finally {
      // What an expiry throws goes where it belongs, and takes no other deadline with it.
      if (this.#head !== null) this.#wakeBy(this.#head.at)
    }
  }
}
