import { ProgressGuard, type Owed } from '../../../src/exchange/deadline/progress-guard.js'
import type { LimitValues } from '../../../src/exchange/deadline/limits.js'
import type { Exchange } from '../../../src/exchange/index.js'

const TICK_MS = 250
const nothing: Owed = { receive: false, send: false, respond: false, held: false }

/** A guard over an exchange of which only what it looks at is there. */
class Bench {
  now = 0
  owed: Owed = nothing
  readonly passed: string[] = []
  readonly deadline
  readonly #guard: ProgressGuard

  constructor(values: LimitValues) {
    this.deadline = {
      limits: { values },
      heldMs: 0,
      expire: (limit: string) => void this.passed.push(limit),
    }
    const exchange = {
      ending: null,
      deadline: this.deadline,
      link: { owed: () => this.owed },
    }
    this.#guard = new ProgressGuard(exchange as unknown as Exchange, 0)
  }

  tick(bytes = 0, afterMs = TICK_MS): void {
    this.now += afterMs
    this.#guard.look(this.now, bytes, bytes, bytes > 0)
  }
}

describe('ProgressGuard', () => {
  it.each(['receive', 'send', 'respond'] as const)('lets idleMs pass where %s is owed', (side) => {
    const bench = new Bench({ idleMs: 1000 })
    bench.owed = { ...nothing, [side]: true }
    for (let n = 0; n < 3; n++) bench.tick()
    expect(bench.passed).toEqual([])
    bench.tick()
    expect(bench.passed).toEqual(['idleMs'])
  })

  it('counts idle time anew after each byte', () => {
    const bench = new Bench({ idleMs: 1000 })
    bench.owed = { ...nothing, send: true }
    for (let n = 0; n < 12; n++) bench.tick(n % 3 === 0 ? 1 : 0)
    expect(bench.passed).toEqual([])
  })

  it('counts no time in which nothing is owed', () => {
    const bench = new Bench({ idleMs: 1000 })
    for (let n = 0; n < 40; n++) bench.tick()
    expect(bench.passed).toEqual([])
  })

  it('counts no time in which the application holds an upload, and adds it to receiveMs', () => {
    const minReceiveRate = { bytesPerSecond: 1000, graceMs: 500 }
    const bench = new Bench({ idleMs: 1000, receiveMs: 1000, minReceiveRate })
    bench.owed = { ...nothing, held: true }
    for (let n = 0; n < 40; n++) bench.tick()
    expect(bench.passed).toEqual([])
    expect(bench.deadline.heldMs).toBe(10_000)
  })

  it('does not hold against a client that this process was busy for long', () => {
    const minReceiveRate = { bytesPerSecond: 1000, graceMs: 1000 }
    const bench = new Bench({ idleMs: 1000, minReceiveRate })
    bench.owed = { ...nothing, receive: true }
    bench.tick(250)
    bench.tick(0, 30_000) // what came in the meantime has not been read yet
    bench.tick(30_000)
    expect(bench.passed).toEqual([])
    expect(bench.deadline.heldMs).toBe(30_000 - 2 * TICK_MS)
  })

  it('still notices a client that does nothing while this process is slow', () => {
    const bench = new Bench({ idleMs: 1000 })
    bench.owed = { ...nothing, receive: true }
    for (let n = 0; n < 2; n++) bench.tick(0, 2000)
    expect(bench.passed).toEqual(['idleMs'])
  })
})
