import session, { type SessionData, type SessionOptions, type Store } from 'express-session'
import type { IncomingMessage } from 'node:http'
import { exchangeOf, requestTimeout } from '../../../src/index.js'
import { guardSessions, type GuardSessionsOptions } from '../../../src/sessions/index.js'
import { Inbox } from '../../contract/inbox.js'
import {
  expressKinds,
  holding,
  onCleanUp,
  open,
  type Held,
  type Scene,
} from '../../contract/support.js'
import type { Visitor } from '../../contract/visitor.js'
import type { Middleware } from '../../harness/http-shapes.js'

type Data = SessionData & { user?: string; cart?: number }
type Live = session.Session & Data

const sessionOf = (req: IncomingMessage) => (req as { session?: Live }).session!

/** An application with a login, a logout and a slow page, over a store that is guarded. */
class Shop {
  readonly saved = new Inbox<string>('save')
  readonly touched = new Inbox<string>('touch')
  readonly dropped = new Inbox<string>('dropped save')
  readonly errors: unknown[] = []
  readonly slow: { readonly layer: Middleware; readonly held: Inbox<Held> } = holding()
  scene!: Scene
  cookie = ''
  sid = ''

  constructor(readonly store: Store) {}

  static async open(
    kind: (typeof expressKinds)[number],
    store: Store,
    guard: Readonly<GuardSessionsOptions> | null = {},
    options: Readonly<Partial<SessionOptions>> = {},
  ): Promise<Shop> {
    const shop = new Shop(store)
    shop.#noteSaves()
    if (guard !== null) {
      guardSessions(store, {
        onDropped: (why) => shop.dropped.push(why),
        onError: (error) => shop.errors.push(error),
        ...guard,
      })
    }
    const sessions = session({
      store,
      secret: 'test',
      resave: false,
      saveUninitialized: false,
      ...options,
    }) as unknown as Middleware
    shop.scene = await open(kind, [requestTimeout(600_000), sessions, shop.#routes])
    await shop.#logIn()
    onCleanUp(() => expect(shop.errors).toEqual([]))
    return shop
  }

  /** A visitor with the cookie of the one who is logged in. */
  async visit(path: string, visitor?: Visitor): Promise<{ visitor: Visitor; body: string }> {
    const by = visitor ?? (await this.scene.visitor())
    const { body } = await by.ask({ path, headers: { cookie: this.cookie } })
    return { visitor: by, body }
  }

  /** A request that waits in its handler, and whose client can leave. */
  async startSlow(): Promise<Held & { readonly leave: () => Promise<void> }> {
    const visitor = await this.scene.visitor()
    const visit = visitor.start({ path: '/slow', headers: { cookie: this.cookie } })
    const held = await this.slow.held.nth(this.slow.held.all.length + 1)
    const settled = this.scene.records.all.length + 1
    return {
      ...held,
      leave: async () => {
        visit.leave()
        await this.scene.records.nth(settled)
      },
    }
  }

  /** What is in the store under the id of the login. */
  stored(sid = this.sid): Promise<Data | null> {
    return new Promise((resolve, reject) => {
      this.store.get(sid, (error, data) => {
        if (error) reject(error as Error)
        else resolve((data as Data | null | undefined) ?? null)
      })
    })
  }

  readonly #routes: Middleware = (req, res, next) => {
    const mine = sessionOf(req)
    if (req.url === '/slow') return this.slow.layer(req, res, next)
    if (req.url === '/logout') return mine.destroy(() => res.end('bye'))
    if (req.url === '/login') {
      mine.user = 'ann'
      this.sid = mine.id
    }
    res.end(mine.user ?? 'nobody')
  }

  async #logIn(): Promise<void> {
    const visitor = await this.scene.visitor()
    const { headers } = await visitor.ask({ path: '/login' })
    this.cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    expect((await this.visit('/')).body).toBe('ann')
  }

  #noteSaves(): void {
    const touch = this.store.touch?.bind(this.store)
    this.store.touch = (sid, data, callback) => {
      touch?.(sid, data, () => {
        callback?.()
        this.touched.push(sid)
      })
    }
    const set = this.store.set.bind(this.store)
    this.store.set = (sid, data, callback) => {
      set(sid, data, (error) => {
        callback?.(error)
        this.saved.push(sid)
      })
    }
  }
}

/** What guardSessions promises, over the stores that `openStore` opens. */
export function describeGuard(openStore: () => Promise<Store>): void {
  describe.each(expressKinds)('on %s', (kind) => {
    test('without it, a request that ends late revives the session: what this is against', async () => {
      const shop = await Shop.open(kind, await openStore(), null)
      const { req, res, leave } = await shop.startSlow()
      await shop.visit('/logout')
      await leave()
      sessionOf(req).cart = 1
      res.end()
      await shop.saved.nth(2)
      expect(await shop.stored()).toMatchObject({ user: 'ann', cart: 1 })
    })

    test('a request whose client left does not revive a session that was destroyed', async () => {
      const shop = await Shop.open(kind, await openStore())
      const { req, res, leave } = await shop.startSlow()
      await shop.visit('/logout')
      await leave()
      sessionOf(req).cart = 1
      res.end()
      expect(await shop.dropped.nth(1)).toBe('gone')
      expect(await shop.stored()).toBeNull()
      expect((await shop.visit('/')).body).toBe('nobody')
    })

    test('nor does one that had changed something before its client left', async () => {
      const shop = await Shop.open(kind, await openStore())
      const { req, leave } = await shop.startSlow()
      sessionOf(req).cart = 1
      await shop.visit('/logout')
      await leave()
      expect(await shop.dropped.nth(1)).toBe('gone')
      expect(await shop.stored()).toBeNull()
    })

    test('nor one that completes, however long it took', async () => {
      const shop = await Shop.open(kind, await openStore())
      const { req, res } = await shop.startSlow()
      await shop.visit('/logout')
      sessionOf(req).cart = 1
      res.end('done')
      expect(await shop.dropped.nth(1)).toBe('gone')
      expect(await shop.stored()).toBeNull()
    })

    test('which guardCompleted leaves to express-session', async () => {
      const shop = await Shop.open(kind, await openStore(), { guardCompleted: false })
      const { req, res } = await shop.startSlow()
      await shop.visit('/logout')
      sessionOf(req).cart = 1
      res.end('done')
      await shop.saved.nth(2)
      expect(await shop.stored()).toMatchObject({ cart: 1 })
    })

    test.each([{ resave: true }, { rolling: true }, { resave: true, rolling: true }])(
      'nor one that changed nothing, with %j',
      async (options) => {
        const shop = await Shop.open(kind, await openStore(), {}, options)
        const { res, leave } = await shop.startSlow()
        await shop.visit('/logout')
        await leave()
        res.end()
        if (options.resave === true) expect(await shop.dropped.nth(1)).toBe('gone')
        else await shop.touched.nth(2)
        expect(await shop.stored()).toBeNull()
      },
    )

    test('what was changed is saved although the client left and nobody ends the response', async () => {
      const shop = await Shop.open(kind, await openStore())
      const { req, leave } = await shop.startSlow()
      sessionOf(req).cart = 1
      await leave()
      await shop.saved.nth(2)
      expect(await shop.stored()).toMatchObject({ user: 'ann', cart: 1 })
    })

    test('and what changes until the response is ended is saved then', async () => {
      const shop = await Shop.open(kind, await openStore())
      const { req, res, leave } = await shop.startSlow()
      sessionOf(req).cart = 1
      await leave()
      await shop.saved.nth(2)
      sessionOf(req).cart = 2
      res.end()
      await shop.saved.nth(3)
      expect(await shop.stored()).toMatchObject({ cart: 2 })
    })

    test('nothing is saved for a client that left where nothing was changed', async () => {
      const shop = await Shop.open(kind, await openStore())
      const { leave } = await shop.startSlow()
      await leave()
      expect(await shop.stored()).toMatchObject({ user: 'ann' })
      expect([shop.saved.all.length, shop.dropped.all.length]).toEqual([1, 0])
    })

    test('a session that was destroyed by the request itself stays gone', async () => {
      const shop = await Shop.open(kind, await openStore())
      const { req, leave } = await shop.startSlow()
      sessionOf(req).cart = 1
      await new Promise((resolve) => sessionOf(req).destroy(resolve))
      await leave()
      expect(await shop.stored()).toBeNull()
      expect(shop.saved.all).toHaveLength(1)
    })

    test('a login that regenerates the session is saved under its new id only', async () => {
      const shop = await Shop.open(kind, await openStore())
      const { req, leave } = await shop.startSlow()
      await new Promise((resolve) => sessionOf(req).regenerate(resolve))
      const { id } = sessionOf(req)
      await leave()
      expect(await shop.saved.nth(2)).toBe(id)
      expect(await shop.stored(id)).not.toBeNull()
      expect(await shop.stored()).toBeNull()
    })

    test('a request whose limit passed keeps what it had changed', async () => {
      const shop = await Shop.open(kind, await openStore())
      const { req } = await shop.startSlow()
      sessionOf(req).cart = 1
      exchangeOf(req).deadline.set(1)
      await shop.saved.nth(2)
      expect(await shop.stored()).toMatchObject({ cart: 1 })
    })

    test('with saveAborted false a client that left leaves no change behind', async () => {
      const shop = await Shop.open(kind, await openStore(), { saveAborted: false })
      const { req, res, leave } = await shop.startSlow()
      sessionOf(req).cart = 1
      await leave()
      res.end()
      expect(await shop.dropped.nth(1)).toBe('aborted')
      const stored = await shop.stored()
      expect(stored).toMatchObject({ user: 'ann' })
      expect(stored).not.toHaveProperty('cart')
    })

    test('with saveAborted false a request that completes is saved', async () => {
      const shop = await Shop.open(kind, await openStore(), { saveAborted: false })
      const { req, res } = await shop.startSlow()
      sessionOf(req).cart = 1
      res.end()
      await shop.saved.nth(2)
      expect(await shop.stored()).toMatchObject({ cart: 1 })
    })
  })
}
