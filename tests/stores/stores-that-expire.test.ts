import { RedisStore } from 'connect-redis'
import type session from 'express-session'
import { createClient } from 'redis'
import { setTimeout as sleep } from 'node:timers/promises'
import { sessionCleanup } from '../../src/sessions/index.js'
import { hasRedis, startRedis, type RunningRedis } from '../harness/redis.js'
import { sampleSession } from '../harness/session-stores/sample-sessions.js'

const everyMs = 3_600_000

const described = hasRedis ? describe : describe.skip

described('connect-redis', () => {
  let redis: RunningRedis
  let client: ReturnType<typeof createClient>

  beforeAll(async () => {
    redis = await startRedis()
    client = createClient({ socket: { path: redis.socket, tls: false } })
    await client.connect()
  }, 60_000)

  afterAll(async () => {
    await client.close()
    await redis.stop()
  }, 60_000)

  const set = (store: session.Store, sid: string, ms: number) =>
    new Promise<void>((resolve, reject) => {
      const expires = new Date(Date.now() + ms)
      const data = { cookie: { originalMaxAge: ms, expires } }
      store.set(sid, data, (error) => (error ? reject(error as Error) : resolve()))
    })

  it('loses by itself what has expired, and is left alone', async () => {
    const store = new RedisStore({ client })
    await set(store, 'live', 3_600_000)
    await set(store, 'gone', 1)
    const said: string[] = []
    const say = (line: string) => said.push(line)
    const logger = { info: say, warn: say, error: say }
    const cleanup = sessionCleanup(store, { everyMs, logger })
    expect(cleanup).toMatchObject({ store: 'connect-redis', method: 'expires-by-itself' })
    expect(said).toEqual(['connect-redis drops expired sessions by itself: nothing is done here'])

    const { total_commands_processed: before } = await stats(client)
    expect(await cleanup.runNow()).toMatchObject({ removed: 0, scanned: 0, error: null })
    // One for asking, and none for the sweep.
    expect((await stats(client)).total_commands_processed - before).toBe(1)

    while ((await client.exists('sess:gone')) > 0) await sleep(20)
    expect(await client.exists('sess:live')).toBe(1)
    await cleanup.stop()
  })

  it('is refused where it is told to keep everything', () => {
    const store = new RedisStore({ client, disableTTL: true })
    expect(() => sessionCleanup(store, { everyMs })).toThrow(
      expect.objectContaining({ code: 'ERR_HANGUP_STORE' }),
    )
  })

  it('is a store like any other where nobody knows its class', async () => {
    const inner = new RedisStore({ client, prefix: 'renamed:' })
    const methods = ['get', 'set', 'touch', 'destroy', 'all'] as const
    const store = Object.fromEntries(
      methods.map((name) => [name, inner[name].bind(inner)]),
    ) as unknown as session.Store
    for (const id of ['a', 'b', 'c']) await set(store, `live-${id}`, 3_600_000)
    // As a store that keeps no time of its own would hold it.
    const { data } = sampleSession('gone', 1)
    await client.set('renamed:gone', JSON.stringify(data))
    const report = await sessionCleanup(store, { everyMs }).runNow()
    expect(report).toMatchObject({ scanned: 4, error: null })
    expect((await client.keys('renamed:*')).filter((key) => key.includes('live'))).toHaveLength(3)
  })
})

async function stats(client: {
  info(section: string): Promise<string>
}): Promise<{ total_commands_processed: number }> {
  const text = await client.info('stats')
  return { total_commands_processed: Number(/total_commands_processed:(\d+)/.exec(text)?.[1]) }
}

if (!hasRedis) console.warn('skipped: redis-server is not installed')
