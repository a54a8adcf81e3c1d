import type { Readable } from 'node:stream'
import { createReadStream, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { documented } from '../harness/documented.js'
import type { Middleware } from '../harness/http-shapes.js'
import { canSeeOpenFiles, isOpen, untilOpen } from './open-files.js'
import {
  cleanUp,
  errorOf,
  isCutWhenTheLimitPasses,
  stopsWhenTheClientLeaves,
  stopsWhenTheLimitPasses,
  type Example,
} from './stopping.js'
import { tempFolder } from './temp-folder.js'

const page = 'docs/how-to/cancel-work.md'
afterEach(cleanUp)

/** A file without an end. */
const endless = '/dev/zero'

function on(path: string): Readonly<Record<string, Middleware>> {
  const { lines } = documented(page, 'Files') as { lines: (path: string) => Middleware }
  const { checksum } = documented(page, 'Streams') as { checksum: (path: string) => Middleware }
  const { exportAll } = documented(page, 'Streams into the response') as {
    exportAll: (open: () => Readable) => Middleware
  }
  return {
    Files: lines(path),
    Streams: checksum(path),
    'Streams into the response': exportAll(() => createReadStream(path)),
  }
}

/** Hundreds of reads, where an abort takes a few turns of the event loop. */
function largeFile(): string {
  const path = join(tempFolder(), 'large')
  writeFileSync(path, '')
  truncateSync(path, 400 * 1024 * 1024)
  return path
}

function reading(heading: string): Example {
  // From Node 26 on readFile reads what has no size, such as a device, in one go.
  const path = heading === 'Files' ? largeFile() : endless
  return {
    handler: on(path)[heading]!,
    get begun() {
      return untilOpen(path)
    },
    stopped: () => untilOpen(path, false),
  }
}

const examples = ['Files', 'Streams', 'Streams into the response']
const described = canSeeOpenFiles ? describe : describe.skip

described.each(examples)('a file that is read as documented under %s', (heading) => {
  test('is closed when the client leaves', async () => {
    expect(isOpen(endless)).toBe(false)
    await stopsWhenTheClientLeaves(reading(heading))
  })

  test('that is missing is an error of the application', async () => {
    const error = await errorOf(on('/no/such/file')[heading]!)
    expect(error).toMatchObject({ code: 'ENOENT' })
  })
})

described.each(['Files', 'Streams'])('a file that is read as documented under %s', (heading) => {
  test('is closed when the limit passes, and 503 answered', async () => {
    await stopsWhenTheLimitPasses(reading(heading))
  })
})

described('a file that is read as documented under Streams into the response', () => {
  test('is closed when the limit passes, and the answer is cut', async () => {
    await isCutWhenTheLimitPasses(reading('Streams into the response'))
  })
})
