import { sessionCleanup, type SweepReport } from '../../../src/sessions/index.js'
import { turns } from '../../harness/turns.js'
import { HOUR_MS, MapStore, sessionFor, type Callback } from './made-store.js'

const everyMs = HOUR_MS
const warned = Symbol.for('express-hangup.warned')

function expired(count = 1): MapStore {
  const store = new MapStore()
  for (let i = 0; i < count; i++) store.put({ [`gone${i}`]: sessionFor(-1) })
  return store
}

describe('a store that fails', () => {
  it.each([
    ['throws', () => { throw new Error('no route to host') }], // prettier-ignore
    ['calls back with an error', (callback: Callback) => callback(new Error('no route to host'))],
    ['rejects', () => Promise.reject(new Error('no route to host'))],
  ])('because it %s is reported, and harms nobody', async (_, all) => {
    const store = expired()
    store.all = all
    const onError = jest.fn()
    const error = jest.fn()
    const logger = { info: () => undefined, warn: () => undefined, error }
    const report = await sessionCleanup(store, { everyMs, onError, logger }).runNow()
    expect(report).toMatchObject({ removed: 0, done: true, error: { code: 'ERR_HANGUP_SWEEP' } })
    expect(report.error).toHaveProperty('cause.message', 'no route to host')
    expect(onError.mock.calls).toEqual([[report.error]])
    expect(error).toHaveBeenCalledWith(expect.stringContaining('no route to host'))
    expect(store.ids).toEqual(['gone0'])
  })

  it('because it never calls back is given up after timeoutMs', async () => {
    for (const method of ['all', 'get', 'destroy'] as const) {
      const store = expired(3)
      store[method] = () => undefined
      const cleanup = sessionCleanup(store, { everyMs, timeoutMs: 5, onError() {} })
      const { error } = await cleanup.runNow()
      expect(error?.cause).toMatchObject({
        code: 'ERR_HANGUP_STORE_TIMEOUT',
        message: `MapStore did not call back from ${method} within 5 ms`,
      })
    }
  })

  it('for one session after the other ends the sweep', async () => {
    const store = expired(1000)
    const destroy = jest.fn((_sid: string, callback?: Callback) =>
      callback?.(new Error('disk full')),
    )
    store.destroy = destroy
    const { error } = await sessionCleanup(store, { everyMs, onError() {} }).runNow()
    expect(error?.cause).toMatchObject({ message: 'disk full' })
    expect(destroy.mock.calls.length).toBeLessThan(100)
  })

  it('is warned of where nobody else is told', async () => {
    const store = expired()
    store.all = () => { throw new Error('down') } // prettier-ignore
    ;(globalThis as Record<symbol, Set<string> | undefined>)[warned]?.clear()
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue()
    await sessionCleanup(store, { everyMs }).runNow()
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining('down'),
      expect.objectContaining({ code: 'WARN_HANGUP_SESSIONS' }),
    )
    warn.mockRestore()
  })

  it('is asked less and less often, and as before once it works again', async () => {
    useFakeTimers()
    try {
      const store = expired()
      const list = store.all.bind(store)
      let asked = 0
      store.all = (callback: Callback) => {
        asked++
        callback(new Error('down'))
      }
      const cleanup = sessionCleanup(store, { everyMs: 1000, jitterMs: 0, onError() {} })
      const waits: number[] = []
      for (let i = 0; i < 14; i++) waits.push(await untilNext(() => asked))
      expect(waits.slice(0, 5)).toEqual([1000, 3000, 5000, 9000, 17_000])
      expect(waits.at(-1)).toBe(3_601_000)
      store.all = (callback: Callback) => {
        asked++
        list(callback)
      }
      await untilNext(() => asked)
      expect(await untilNext(() => asked)).toBe(1000)
      await cleanup.stop()
    } finally {
      jest.useRealTimers()
    }
  })
})

/** How much the clock has to move until the counter does. */
async function untilNext(counter: () => number): Promise<number> {
  const before = counter()
  let waited = 0
  while (counter() === before) {
    await pass(1000)
    waited += 1000
  }
  return waited
}

/** Moves the clock second by second; what is under way is done in between. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1000) {
    await jest.advanceTimersByTimeAsync(1000)
    await turns(3)
  }
}

function useFakeTimers(now = new Date()): void {
  jest.useFakeTimers({ now, doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] })
}

describe('a listener that throws, or rejects', () => {
  it.each([
    ['throws', () => { throw new Error('mine') }], // prettier-ignore
    ['rejects', () => Promise.reject(new Error('mine'))],
  ])('%s: the sweep goes on', async (_, listener) => {
    const store = expired()
    const logger = { info: listener, warn: listener, error: listener }
    const options = { everyMs, onSweep: listener, onError: listener, logger }
    const report: SweepReport = await sessionCleanup(store, options).runNow()
    expect(report).toMatchObject({ removed: 1, error: null })
    store.all = () => { throw new Error('down') } // prettier-ignore
    await sessionCleanup(store, options).runNow()
  })
})

describe('the schedule', () => {
  beforeEach(() => useFakeTimers(new Date('2027-03-01T11:59:00')))
  afterEach(() => void jest.useRealTimers())

  const sweepsAt = (options: object) => {
    const at: string[] = []
    const store = Object.assign(new MapStore(), {
      prune: () => void at.push(new Date().toTimeString().slice(0, 8)),
    })
    return { at, cleanup: sessionCleanup(store, { everyMs, ...options }) }
  }

  it('counts from the end of one sweep to the next', async () => {
    const { at, cleanup } = sweepsAt({ everyMs: 60_000, jitterMs: 0 })
    await pass(190_000)
    expect(at).toEqual(['12:00:00', '12:01:00', '12:02:00'])
    await cleanup.stop()
    await pass(600_000)
    expect(at).toHaveLength(3)
  })

  it('follows a cron expression', async () => {
    const { at, cleanup } = sweepsAt({ everyMs: undefined, cron: '*/30 * * * *', jitterMs: 0 })
    await pass(HOUR_MS)
    expect(at).toEqual(['12:00:00', '12:30:00'])
    await cleanup.stop()
  })

  it('waits longer than a timer can', async () => {
    const { at, cleanup } = sweepsAt({ everyMs: undefined, cron: '0 12 1 6 *', jitterMs: 0 })
    await jest.advanceTimersByTimeAsync(91 * 24 * HOUR_MS)
    expect(at).toEqual([])
    await jest.advanceTimersByTimeAsync(24 * HOUR_MS + HOUR_MS)
    expect(at).toHaveLength(1)
    await cleanup.stop()
  })

  it('adds a jitter, a tenth of the wait where none is given', async () => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.999)
    const { at, cleanup } = sweepsAt({ everyMs: 100_000 })
    await pass(109_000)
    expect(at).toEqual([])
    await pass(1000)
    expect(at).toHaveLength(1)
    await cleanup.stop()
    random.mockRestore()
  })
})
