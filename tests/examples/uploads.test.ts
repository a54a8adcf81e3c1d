import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestTimeoutError } from '../../src/index.js'
import { documented } from '../harness/documented.js'
import type { Middleware } from '../harness/http-shapes.js'
import { turns } from '../harness/turns.js'
import { trickle, upload as startUpload } from '../network/uploading.js'
import { faster } from './faster.js'
import { cleanUp, open, stopsWhenTheClientLeaves, type Scene } from './stopping.js'
import { tempFolder } from './temp-folder.js'

afterEach(cleanUp)

type Upload = (folder: string) => Middleware[]

function documentedUpload(edit?: (code: string) => string): Upload {
  const page = 'docs/how-to/streams-and-uploads.md'
  return (documented(page, 'An upload', edit) as { upload: Upload }).upload
}

/** The file is open as soon as it has a name, and removed after it was closed. */
async function untilFiles(folder: string, count: number): Promise<void> {
  while (readdirSync(folder).length !== count) await turns(1)
}

async function refused(scene: Scene, folder: string): Promise<string> {
  await untilFiles(folder, 0)
  await turns(5)
  expect(scene.downstream.all).toEqual([])
  expect(new Set(scene.told.all.map(({ verdict }) => verdict.origin))).toEqual(new Set(['timeout']))
  expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', statusSent: 408 })
  return (scene.told.all[0]?.error as RequestTimeoutError).limit
}

describe('the upload, as documented', () => {
  test('keeps the file of a client that sends all of it', async () => {
    const folder = tempFolder()
    const scene = await open('express5', documentedUpload()(folder))
    const reply = await (await scene.visitor()).ask({ method: 'POST', body: 'all of it' })
    expect(reply).toMatchObject({ status: 201, body: '{"bytes":"9"}' })
    const [file = ''] = readdirSync(folder)
    expect(readFileSync(join(folder, file), 'utf8')).toBe('all of it')
  })

  test('leaves no file of a client that leaves in the middle', async () => {
    const folder = tempFolder()
    await stopsWhenTheClientLeaves({
      handler: documentedUpload()(folder),
      call: { method: 'POST', body: 'half', cut: true },
      begun: untilFiles(folder, 1),
      stopped: () => untilFiles(folder, 0),
    })
  })

  test('answers 408 to a client that stops in the middle, and leaves no file', async () => {
    const folder = tempFolder()
    const upload = documentedUpload(faster({ idleMs: 500 }))
    const scene = await open('express5', upload(folder))
    const { body, status } = await startUpload(scene, '/', 1000)
    body.write('half')
    expect(await status).toBe(408)
    expect(await refused(scene, folder)).toBe('idleMs')
  })

  test('leaves no file without the signal either', async () => {
    const folder = tempFolder()
    const upload = documentedUpload((code) =>
      faster({ idleMs: 500 })(code).replace(', { signal: abortSignal(req) }', ''),
    )
    const scene = await open('express5', upload(folder))
    const { body, status } = await startUpload(scene, '/', 1000)
    body.write('half')
    expect(await status).toBe(408)
    expect(await refused(scene, folder)).toBe('idleMs')
  })

  test('answers 408 to a client that trickles, and leaves no file', async () => {
    const folder = tempFolder()
    const soon = 'minReceiveRate: { bytesPerSecond: 1_000, graceMs: 500 }'
    const upload = documentedUpload((code) => code.replace('minReceiveRate: 1_000', soon))
    const scene = await open('express5', upload(folder))
    const uploading = await startUpload(scene, '/', 1000)
    trickle(uploading, 100)
    expect(await uploading.status).toBe(408)
    expect(await refused(scene, folder)).toBe('minReceiveRate')
  })

  test('answers 408 to a client that takes longer than it may', async () => {
    const folder = tempFolder()
    const upload = documentedUpload(faster({ receiveMs: 500, responseMs: 60_000 }))
    const scene = await open('express5', upload(folder))
    const uploading = await startUpload(scene, '/', 1000)
    trickle(uploading, 100)
    expect(await uploading.status).toBe(408)
    expect(await refused(scene, folder)).toBe('receiveMs')
  })
})
