import { createReadStream, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Middleware } from '../../harness/http-shapes.js'
import type { State } from './states.js'

const MB = 1024 * 1024
const piece = Buffer.alloc(16 * 1024, 'x')

const folder = mkdtempSync(join(tmpdir(), 'hangup-cable-'))
const file = join(folder, 'file')
writeFileSync(file, '')
truncateSync(file, 64 * MB)
process.once('exit', () => {
  rmSync(folder, { recursive: true })
})

const every = (ms: number, size: number): Middleware => {
  return (_req, res) => {
    const timer = setInterval(() => res.write(Buffer.alloc(size)), ms)
    res.once('close', () => {
      clearInterval(timer)
    })
  }
}

/** All of them end only by a limit: there is more to write than the client reads in the meantime. */
export const handlers: Readonly<Record<State['handler'], Middleware>> = {
  wait: () => undefined,
  'large-end': (_req, res) => void res.end(Buffer.alloc(64 * MB)),
  'drain-loop': (_req, res) => {
    const fill = (): void => {
      while (res.write(piece));
    }
    res.on('drain', fill)
    fill()
  },
  regardless: every(500, MB),
  pipe: (_req, res) => void createReadStream(file).pipe(res),
  small: every(100, 10),
  read: (req, res) => void req.resume().on('end', () => res.end()),
}
