import type { WriteStream } from 'node:tty'
import type { BytesRead } from './reading/read-logs.js'

const WIDTH = 30
const EVERY_MS = 100

/** Shows how far the reading is, where somebody looks; what it returns takes that away. */
export function showProgress(
  progress: BytesRead,
  stream: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean } = process.stderr,
): () => void {
  if (stream.isTTY !== true) return () => undefined
  const timer = setInterval(() => stream.write(`\r${line(progress)}\u001b[K`), EVERY_MS)
  timer.unref()
  return () => {
    clearInterval(timer)
    stream.write('\r\u001b[K')
  }
}

function line({ counter, total }: BytesRead): string {
  const read = Number(Atomics.load(counter, 0))
  if (total === null || total === 0) return `${megabytes(read)} read`
  const part = Math.min(1, read / total)
  const done = Math.round(part * WIDTH)
  const bar = '█'.repeat(done) + '░'.repeat(WIDTH - done)
  return `${bar} ${String(Math.floor(part * 100)).padStart(3)} % of ${megabytes(total)}`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
