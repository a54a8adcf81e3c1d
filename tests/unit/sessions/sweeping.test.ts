import { sessionCleanup, type SweepReport } from '../../../src/sessions/index.js'
import { deferred } from '../../harness/deferred.js'
import {
  ColumnStore,
  HOUR_MS,
  MapStore,
  sessionFor,
  type Callback,
  type Stored,
} from './made-store.js'

const everyMs = HOUR_MS

function filled(store = new MapStore(), each = 10): MapStore {
  for (let i = 0; i < each; i++) {
    store.put({ [`live${i}`]: sessionFor(HOUR_MS), [`gone${i}`]: sessionFor(-1) })
  }
  return store
}

const live = (each: number) => Array.from({ length: each }, (_, i) => `live${i}`)

describe('a sweep of a store that lists its sessions', () => {
  it('removes what has expired, and nothing else', async () => {
    const store = filled()
    const cleanup = sessionCleanup(store, { everyMs })
    expect(cleanup).toMatchObject({ store: 'MapStore', method: 'batches' })
    expect(await cleanup.runNow()).toMatchObject({
      removed: 10,
      scanned: 20,
      unreadable: 0,
      done: true,
      error: null,
    })
    expect(store.ids).toEqual(live(10))
    await cleanup.stop()
  })

  it('tells of each batch, and lets the event loop go round in between', async () => {
    const store = filled(undefined, 100)
    const told: { removed: number | null; turn: number }[] = []
    let turn = 0
    let isOver = false
    const count = () => {
      turn++
      if (!isOver) setImmediate(count)
    }
    count()
    const onSweep = ({ removed, done }: SweepReport) => {
      told.push({ removed, turn })
      isOver = done
    }
    await sessionCleanup(store, { everyMs, batchSize: 10, onSweep }).runNow()
    expect(told.map(({ removed }) => removed)).toEqual([
      ...Array.from({ length: 10 }, (_, i) => 10 * (i + 1)),
      100,
    ])
    const turns = told.slice(0, 10).map((each) => each.turn)
    expect(new Set(turns).size).toBe(10)
  })

  it('reads each session again, so that one that was renewed meanwhile stays', async () => {
    const store = filled()
    const list = store.all.bind(store)
    store.all = (callback: Callback) =>
      list((error, listed) => {
        store.put({ gone3: sessionFor(HOUR_MS) })
        callback(error, listed)
      })
    const { removed } = await sessionCleanup(store, { everyMs }).runNow()
    expect(removed).toBe(9)
    expect(store.ids).toContain('gone3')
    for (const id of ['gone1', 'gone2']) {
      const calls = store.calls.filter((call) => call.endsWith(id))
      expect(calls).toEqual([`get ${id}`, `destroy ${id}`])
    }
  })

  it('leaves a session that lives as long as its browser', async () => {
    const store = new MapStore().put({
      a: { cookie: { originalMaxAge: null, expires: null } },
      b: { cookie: { originalMaxAge: null } },
    })
    expect(await sessionCleanup(store, { everyMs }).runNow()).toMatchObject({ removed: 0 })
    expect(store.ids).toEqual(['a', 'b'])
  })

  it('leaves what it cannot read, and says how many', async () => {
    const store = filled()
    const corrupt = [{}, [], 'text', null, 5, { cookie: 'no' }, { cookie: { expires: 'never' } }]
    store.put(Object.fromEntries(corrupt.map((data, i) => [`corrupt${i}`, data as never])))
    const warn = jest.fn()
    const logger = { info: () => undefined, warn, error: () => undefined }
    const report = await sessionCleanup(store, { everyMs, logger }).runNow()
    expect(report).toMatchObject({ removed: 10, unreadable: 7, error: null })
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/^7 sessions are left/))
    expect(store.rows.size).toBe(17)
  })

  it('leaves a session whose reading fails, and goes on', async () => {
    const store = filled()
    const read = store.get.bind(store)
    store.get = (sid: string, callback: Callback) => {
      if (sid === 'gone4') throw new SyntaxError('Unexpected token')
      if (sid === 'gone5') callback(new SyntaxError('Unexpected token'))
      else read(sid, callback)
    }
    const report = await sessionCleanup(store, { everyMs }).runNow()
    expect(report).toMatchObject({ removed: 8, unreadable: 2, error: null })
    expect(store.ids).toEqual(expect.arrayContaining(['gone4', 'gone5']))
  })

  it('goes on however many cannot be parsed', async () => {
    const store = new MapStore()
    for (let i = 0; i < 50; i++) store.put({ [`corrupt${i}`]: sessionFor(-1) })
    filled(store)
    const read = store.get.bind(store)
    store.get = (sid: string, callback: Callback) => {
      if (sid.startsWith('corrupt')) JSON.parse('{')
      read(sid, callback)
    }
    const report = await sessionCleanup(store, { everyMs }).runNow()
    expect(report).toMatchObject({ removed: 10, unreadable: 50, error: null })
    expect(store.rows.size).toBe(60)
  })

  it.each([
    ['by id in the array', (sid: string, data: object) => ({ ...data, id: sid })],
    ['in rows with text', (sid: string, data: object) => ({ sid, sess: JSON.stringify(data) })],
  ])('finds the sessions that are listed %s', async (_, row) => {
    const store = filled()
    store.all = (callback: Callback) => {
      callback(
        null,
        [...store.rows].map(([sid, text]) => row(sid, JSON.parse(text) as object)),
      )
    }
    expect(await sessionCleanup(store, { everyMs }).runNow()).toMatchObject({ removed: 10 })
    expect(store.ids).toEqual(live(10))
  })

  it('fails, and removes nothing, where they are listed without their ids', async () => {
    const store = filled()
    store.all = (callback: Callback) => {
      callback(
        null,
        [...store.rows.values()].map((text) => JSON.parse(text) as object),
      )
    }
    const { error } = await sessionCleanup(store, { everyMs, onError() {} }).runNow()
    expect(error?.cause).toMatchObject({ code: 'ERR_HANGUP_STORE' })
    expect(store.rows.size).toBe(20)
  })
})

describe('a store whose touch renews a column and not the cookie', () => {
  it('keeps a session that is in use, although its cookie has run out', async () => {
    const store = new ColumnStore()
    for (const sid of ['used', 'unused']) store.set(sid, sessionFor(-1))
    store.touch('used', sessionFor(HOUR_MS))
    const cleanup = sessionCleanup(store, { everyMs })
    expect(await cleanup.runNow()).toMatchObject({ removed: 1, error: null })
    expect(store.ids).toEqual(['used'])
  })

  it('is told by a session of its own, which is gone afterwards', async () => {
    const store = new ColumnStore()
    store.set('unused', sessionFor(-1))
    const cleanup = sessionCleanup(store, { everyMs })
    await cleanup.runNow()
    expect(store.calls.filter((call) => call.startsWith('destroy express-hangup'))).toHaveLength(1)
    expect(store.ids).toEqual([])
    store.set('unused', sessionFor(-1))
    await cleanup.runNow()
    expect(store.calls.filter((call) => call.startsWith('destroy express-hangup'))).toHaveLength(1)
  })

  it('is cleaned where touch does renew the cookie', async () => {
    const store = filled()
    const touch = (sid: string, data: Stored, callback?: Callback) => {
      store.set(sid, data, callback)
    }
    Object.assign(store, { touch })
    expect(await sessionCleanup(store, { everyMs }).runNow()).toMatchObject({ removed: 10 })
  })

  it('is left alone where neither get nor the cookie tells', async () => {
    const store = filled()
    Object.assign(store, { touch: (_sid: string, _data: Stored, callback: Callback) => callback() })
    const report = await sessionCleanup(store, { everyMs }).runNow()
    expect(report).toMatchObject({ removed: 0, unreadable: 10, error: null })
  })
})

describe('two sweeps of a store', () => {
  it('are never at once, also where two were set up', async () => {
    const store = filled()
    const lists = jest.spyOn(store, 'all')
    const [a, b] = [sessionCleanup(store, { everyMs }), sessionCleanup(store, { everyMs })]
    const reports = await Promise.all([a.runNow(), a.runNow(), b.runNow()])
    expect(lists).toHaveBeenCalledTimes(1)
    expect(new Set(reports).size).toBe(1)
    await a.runNow()
    expect(lists).toHaveBeenCalledTimes(2)
  })
})

describe('stop()', () => {
  it('waits for the sweep that runs', async () => {
    const store = filled()
    const asked = deferred()
    const answer = deferred()
    const list = store.all.bind(store)
    store.all = (callback: Callback) => {
      asked.resolve()
      void answer.promise.then(() => list(callback))
    }
    const cleanup = sessionCleanup(store, { everyMs })
    const sweep = cleanup.runNow()
    await asked.promise
    let isStopped = false
    const stopped = cleanup.stop().then(() => (isStopped = true))
    await new Promise((resolve) => setImmediate(resolve))
    expect(isStopped).toBe(false)
    answer.resolve()
    await stopped
    expect(store.ids).toEqual(live(10))
    expect(await sweep).toMatchObject({ removed: 10 })
  })
})
