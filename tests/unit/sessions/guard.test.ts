import { MemoryStore } from 'express-session'
import { guardSessions, sessionCleanup } from '../../../src/sessions/index.js'
import { cleanUp } from '../../contract/support.js'
import { deferred } from '../../harness/deferred.js'
import { describeGuard } from './guard-cases.js'
import { HOUR_MS, MapStore, sessionFor, type Callback, type Stored } from './made-store.js'

afterEach(cleanUp)

describe("guardSessions over express-session's MemoryStore", () => {
  describeGuard(async () => new MemoryStore())
})

describe('guardSessions', () => {
  it.each([
    [{ saveAbort: true }, /did you mean 'saveAborted'/],
    [{ saveAborted: 1 }, /saveAborted must be true or false/],
    [{ guardCompleted: 'no' }, /guardCompleted/],
    [{ onError: true }, /onError must be a function/],
    [{ onDropped: 5 }, /onDropped must be a function/],
  ])('refuses %j', (options, message) => {
    expect(() => guardSessions(new MemoryStore(), options as object)).toThrow(
      expect.objectContaining({
        code: 'ERR_HANGUP_OPTION',
        message: expect.stringMatching(message),
      }),
    )
  })

  it('refuses what is no store of express-session, and one that it guards already', () => {
    const store = guardSessions(new MemoryStore())
    for (const [given, message] of [
      [{}, /the store has no get, no set, no destroy, no createSession/],
      [store, /guards already/],
    ] as const) {
      expect(() => guardSessions(given)).toThrow(
        expect.objectContaining({
          code: 'ERR_HANGUP_STORE',
          message: expect.stringMatching(message),
        }),
      )
    }
  })

  it('gives back the store, which is cleaned as before', async () => {
    const store = new MemoryStore()
    expect(guardSessions(store)).toBe(store)
    store.set('gone', sessionFor(-1))
    store.set('live', sessionFor(HOUR_MS))
    const cleanup = sessionCleanup(store, { everyMs: HOUR_MS })
    expect(cleanup.store).toBe("express-session's MemoryStore")
    expect(await cleanup.runNow()).toMatchObject({ removed: 1 })
    expect(Object.keys((store as unknown as { sessions: object }).sessions)).toEqual(['live'])
  })

  it('lets others do with the store what they want', async () => {
    const store = guardSessions(new MapStore())
    const done = deferred()
    store.set('new', sessionFor(HOUR_MS), () => done.resolve())
    await done.promise
    expect(store.ids).toEqual(['new'])
  })
})

describe('a session that is destroyed while it is saved', () => {
  /** A store that carries out each call when the test says so. */
  class SlowStore extends MapStore {
    readonly waiting: (() => void)[] = []

    override set(sid: string, data: Stored, callback?: Callback): void {
      this.waiting.push(() => super.set(sid, data, callback))
    }

    override destroy(sid: string, callback?: Callback): void {
      this.waiting.push(() => super.destroy(sid, callback))
    }
  }

  const loaded = (store: MapStore, sid: string) => {
    const req = { sessionID: sid, sessionStore: store, method: 'GET', url: '/', headers: {} }
    return store.createSession(req as never, sessionFor(HOUR_MS))
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve))

  it.each([
    ['before the store carries the save out', ['destroy', 'set']],
    ['after it', ['set', 'destroy']],
  ])('is gone in the end: %s', async (_, order) => {
    const store = guardSessions(new SlowStore().put({ a: sessionFor(HOUR_MS) }))
    const session = loaded(store, 'a')
    const saved = deferred()
    session.save(() => saved.resolve())
    while (store.waiting.length < 1) await turn() // it has looked, and the session was there
    store.destroy('a')
    const [set, destroy] = store.waiting.splice(0) as [() => void, () => void]
    for (const call of order) (call === 'set' ? set : destroy)()
    while (store.waiting.length < 1) await turn()
    store.waiting.forEach((call) => call())
    await saved.promise
    expect(store.ids).toEqual([])
  })

  it('is not saved while it is being destroyed', async () => {
    const dropped: string[] = []
    const onDropped = (why: string) => void dropped.push(why)
    const store = guardSessions(new SlowStore().put({ a: sessionFor(HOUR_MS) }), { onDropped })
    const session = loaded(store, 'a')
    store.destroy('a')
    const saved = deferred()
    session.save(() => saved.resolve())
    await saved.promise
    expect(dropped).toEqual(['gone'])
    store.waiting.forEach((call) => call())
    expect(store.ids).toEqual([])
  })

  it.each([
    ['get', (_sid: string) => { throw new SyntaxError('Unexpected token') }], // prettier-ignore
    ['set', () => { throw new Error('disk full') }], // prettier-ignore
  ])('is an error where %s throws', async (method, broken) => {
    const store = Object.assign(new MapStore().put({ a: sessionFor(HOUR_MS) }), {
      [method]: broken,
    })
    const saved = deferred<unknown>()
    loaded(guardSessions(store), 'a').save((error: unknown) => saved.resolve(error))
    expect(await saved.promise).toBeInstanceOf(Error)
  })

  it('is an error where the store cannot tell whether it is there', async () => {
    const store = new MapStore()
    store.get = (_sid: string, callback: Callback) => callback(new Error('down'))
    const saved = deferred<unknown>()
    loaded(guardSessions(store), 'a').save((error: unknown) => saved.resolve(error))
    expect(await saved.promise).toMatchObject({ message: 'down' })
    expect(store.ids).toEqual([])
  })
})
