import { requestTimeout, type RequestTimeoutError } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { cleanUp, Inbox, open } from '../contract/support.js'
import { ask } from './reader-clients.js'

afterEach(cleanUp)

const limitMs = 600
const eventStream = { 'Content-Type': 'text/event-stream; charset=utf-8' }

/** Each begins an answer, says one thing, and then nothing more. */
const beginnings: Readonly<Record<string, Middleware>> = {
  '/by-set-header': (_req, res) => {
    res.setHeader('Content-Type', 'text/event-stream')
    res.write('data: 1\n\n')
  },
  '/by-write-head': (_req, res) => {
    res.writeHead(200, eventStream)
    res.write('data: 1\n\n')
  },
  '/text': (_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/plain' })
    res.write('one')
  },
}

describe.each(serverKinds)('a plain number on %s', (kind) => {
  test('leaves event streams alone that are quiet, and no other answer that stalls', async () => {
    const begun = new Inbox<() => void>('answer')
    const scene = await open(kind, [
      requestTimeout(limitMs),
      (req, res, next) => {
        beginnings[req.url ?? '']?.(req, res, next)
        begun.push(() => void res.end())
      },
    ])
    for (const [index, path] of Object.keys(beginnings).entries()) {
      ;(await ask(scene, path)).resume()
      await begun.nth(index + 1)
    }
    // The stalled answer began last: when its limit has passed, that of the others has too.
    const { error } = await scene.told.nth(1)
    expect((error as RequestTimeoutError).limit).toBe('idleMs')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', path: '/text' })
    // One more look of the progress clock at least.
    ;(await ask(scene, '/text')).resume()
    await scene.records.nth(2)
    expect(scene.records.all.map(({ path }) => path)).toEqual(['/text', '/text'])
    for (const end of begun.all) end()
    await scene.records.nth(4)
    const streams = scene.records.all.slice(2)
    expect(streams.map(({ outcome }) => outcome)).toEqual(['completed', 'completed'])
  })
})
