import { EventEmitter } from 'node:events'
import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RequestTimeoutError } from '../../src/index.js'
import { documented } from '../harness/documented.js'
import type { Middleware } from '../harness/http-shapes.js'
import { turns } from '../harness/turns.js'
import { faster } from './faster.js'
import { canSeeOpenFiles, untilOpen } from './open-files.js'
import { cleanUp, open, soon, stopsWhenTheClientLeaves, type Scene } from './stopping.js'
import { tempFolder } from './temp-folder.js'

const page = 'docs/how-to/streams-and-uploads.md'
afterEach(cleanUp)

type Edit = (code: string) => string
const downloadOf = (path: string, edit?: Edit) =>
  (documented(page, 'A download', edit) as { download: (path: string) => Middleware[] }).download(
    path,
  )
const eventsOf = (source: EventEmitter, edit?: Edit) =>
  (
    documented(page, 'An event stream', edit) as { events: (source: EventEmitter) => Middleware[] }
  ).events(source)

async function limitThatPassed(scene: Scene): Promise<string> {
  const record = await scene.records.nth(1)
  expect(record).toMatchObject({ outcome: 'timed-out', statusSent: 200 })
  await turns(5)
  expect(scene.downstream.all).toEqual([])
  return (scene.told.all[0]?.error as RequestTimeoutError).limit
}

/** More than the kernel takes for a client that does not read. */
function largeFile(): string {
  const path = join(tempFolder(), 'large')
  writeFileSync(path, '')
  truncateSync(path, 64 * 1024 * 1024)
  return path
}

const described = canSeeOpenFiles ? describe : describe.skip

described('the download, as documented', () => {
  test('closes its file when the client leaves', async () => {
    const path = largeFile()
    await stopsWhenTheClientLeaves({
      handler: downloadOf(path),
      call: { read: false },
      begun: untilOpen(path),
      stopped: () => untilOpen(path, false),
    })
  })

  test.each([
    ['idleMs', faster({ idleMs: 500 })],
    [
      'minSendRate',
      (code: string) =>
        code.replace('minSendRate: 10_000', 'minSendRate: { bytesPerSecond: 1e9, graceMs: 500 }'),
    ],
  ])('is cut by %s for a client that stops reading, and closes its file', async (limit, edit) => {
    const path = largeFile()
    const scene = await open('express5', downloadOf(path, edit))
    const client = await scene.raw()
    client.send('GET / HTTP/1.1\r\nHost: test\r\n\r\n')
    await soon('the file opened', untilOpen(path))
    await soon('the file closed', untilOpen(path, false))
    expect(await limitThatPassed(scene)).toBe(limit)
  })
})

describe('the event stream, as documented', () => {
  test('outlives idleMs while it is quiet, and is cut by totalMs', async () => {
    const source = new EventEmitter()
    const edit = faster({ responseMs: 1000, idleMs: 300, totalMs: 1500 })
    const scene = await open('express5', eventsOf(source, edit))
    const client = await scene.raw()
    client.send('GET / HTTP/1.1\r\nHost: test\r\n\r\n')
    expect(await client.read((text) => text.includes(':\n\n'))).toContain('text/event-stream')
    source.emit('event', { news: 1 })
    expect(await client.read((text) => text.includes('news'))).toContain('data: {"news":1}')
    await client.read() // to the end of the connection
    expect(await limitThatPassed(scene)).toBe('totalMs')
    expect(source.listenerCount('event')).toBe(0)
  })

  test('stops listening when the client leaves', async () => {
    const source = new EventEmitter()
    const scene = await open('express5', eventsOf(source))
    const client = await scene.raw()
    client.send('GET / HTTP/1.1\r\nHost: test\r\n\r\n')
    await client.read((text) => text.includes(':\n\n'))
    expect(source.listenerCount('event')).toBe(1)
    client.close()
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'client-disconnected' })
    expect(source.listenerCount('event')).toBe(0)
  })
})

describe('the import in batches, as documented', () => {
  type ImportAll = (batches: ReadonlyArray<() => Promise<unknown>>) => Middleware[]
  const { importAll } = documented(page, 'Time as the work goes on', (code) =>
    code.replaceAll('10_000', '2_000'),
  ) as { importAll: ImportAll }

  test('takes longer than its limit where each batch does not', async () => {
    const batch = () => sleep(1_100)
    const scene = await open('express5', importAll([batch, batch]))
    expect(await (await scene.visitor()).ask()).toMatchObject({
      status: 200,
      body: '{"batches":2}',
    })
    expect((await scene.records.nth(1)).ageMs).toBeGreaterThan(2_000)
  })

  test('is answered 503 where a batch takes longer', async () => {
    const neverAgain = jest.fn()
    let goOn = (): void => undefined
    const stuck = () => new Promise<void>((resolve) => (goOn = resolve))
    const scene = await open('express5', importAll([stuck, neverAgain]))
    expect(await (await scene.visitor()).ask()).toMatchObject({ status: 503 })
    goOn()
    await turns(5)
    expect(neverAgain).not.toHaveBeenCalled()
    expect(scene.downstream.all).toEqual([])
  })
})
