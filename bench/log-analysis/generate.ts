import { closeSync, openSync, writeSync } from 'node:fs'
import { seededRandom } from '../random.js'

const agents = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0',
  'curl/7.88.1',
  'okhttp/4.12.0',
  'python-requests/2.32',
  'Go-http-client/2.0',
  'kube-probe/1.31',
]

const routes: ReadonlyArray<(number: number) => string> = [
  () => '/',
  () => '/login',
  (n) => `/users/${String(n % 90_000)}/orders`,
  (n) => `/search?q=term${String(n % 5_000)}&page=2`,
  (n) => `/reports/2026-11-${String(1 + (n % 28)).padStart(2, '0')}`,
  (n) => `/assets/app-${String(n % 40)}.js`,
]

const START = Date.UTC(2026, 10, 23)
const CHUNK_LINES = 5_000

/**
 * Writes an nginx log of this many lines, about 144 bytes each, the same for each seed: answers of
 * some ten ms with a tail, and one in fifty that its client left, half of them at a limit of 15 s.
 */
export function generateLog(file: string, lines: number, seed = 1): void {
  const random = seededRandom(seed)
  const out = openSync(file, 'w')
  try {
    for (let written = 0; written < lines; written += CHUNK_LINES) {
      const chunk: string[] = []
      const end = Math.min(lines, written + CHUNK_LINES)
      for (let index = written; index < end; index++) chunk.push(line(index, random))
      writeSync(out, chunk.join(''))
    }
  } finally {
    closeSync(out)
  }
}

function line(index: number, random: () => number): string {
  const number = Math.floor(random() * 1e9)
  const left = random() < 0.02
  const age = left && random() < 0.5 ? 15 + random() * 0.02 : 0.02 / (random() + 0.002)
  const path = routes[number % routes.length]?.(number >> 3) ?? '/'
  const address = `10.${String(number % 7)}.${String((number >> 4) % 200)}.${String((number >> 9) % 250)}`
  const status = left ? 499 : random() < 0.02 ? 404 : 200
  const bytes = left ? 0 : number % 30_000
  const rt = age.toFixed(3)
  return (
    `${address} - - [${clfTime(START + index * 40)}] "GET ${path} HTTP/1.1" ${String(status)} ` +
    `${String(bytes)} "-" "${agents[number % agents.length] ?? '-'}" ` +
    `rt=${rt} uht=${left ? '-' : rt} urt=${rt}\n`
  )
}

function clfTime(ms: number): string {
  const text = new Date(ms).toISOString()
  return `${text.slice(8, 10)}/Nov/${text.slice(0, 4)}:${text.slice(11, 19)} +0000`
}
