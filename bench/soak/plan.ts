/** What a client does on one visit, drawn from its own row of random numbers. */
export interface Plan {
  readonly path: string
  readonly request: Buffer
  /** Sent after the request, in pieces. */
  readonly body: Buffer | null
  /** How many answers are waited for. */
  readonly answers: number
  readonly departure: Departure | null
}

export interface Departure {
  readonly by: 'fin' | 'close' | 'rst' | 'stall' | 'slow read'
  readonly afterMs: number
  /** How long a client that stalls, or reads slowly, does so before it closes. */
  readonly lastsMs: number
}

/** Of all requests, so many are aborted. */
export const ABORTED = 0.3

const weights: Readonly<Record<string, number>> = {
  'GET /json': 30,
  'GET /slow': 12,
  'POST /json': 10,
  'POST /upload': 8,
  'GET /events': 6,
  'GET /late': 4,
  'GET /stuck': 3,
  'GET /download': 2,
  'GET /file': 2,
  'GET /pipeline': 2,
  'GET /proxy': 12,
  'GET /database': 9,
}
const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0)
const departures = ['fin', 'close', 'rst', 'rst', 'stall', 'slow read'] as const
const jsonBody = Buffer.from(JSON.stringify({ text: 'x'.repeat(100_000) }))
const upload = Buffer.alloc(256 * 1024, 'x')

export function planOf(random: () => number, id: string): Plan {
  const route = draw(random() * total)
  const departure = random() < ABORTED ? departureOf(random) : null
  const [method = '', path = ''] = route.split(' ')
  if (method === 'POST') return post(path, path === '/json' ? jsonBody : upload, departure)
  const answers = path === '/json' && random() < 0.2 ? 2 : 1
  const request = get(`${path}?${queryOf(path, random, id)}`)
  return {
    path,
    request: Buffer.concat(Array(answers).fill(request)),
    body: null,
    answers,
    departure,
  }
}

function draw(at: number): string {
  let left = at
  for (const [route, weight] of Object.entries(weights)) {
    left -= weight
    if (left < 0) return route
  }
  return 'GET /json'
}

function queryOf(path: string, random: () => number, id: string): string {
  const chance = random()
  if (path === '/slow') return `n=${Math.floor(chance * 200)}`
  if (path === '/database') return `id=${id}&fault=${chance < 0.3 ? 'hangup' : 'none'}`
  if (path !== '/proxy') return ''
  return `id=${id}&fault=${chance < 0.15 ? 'early' : chance < 0.3 ? 'middle' : 'none'}`
}

function departureOf(random: () => number): Departure {
  const by = departures[Math.floor(random() * departures.length)] ?? 'fin'
  // Half of them soon, where most answers are still on their way.
  const afterMs = random() < 0.5 ? random() * 15 : random() * 250
  return { by, afterMs, lastsMs: 200 + random() * 2_500 }
}

function get(path: string): Buffer {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: soak\r\n\r\n`)
}

function post(path: string, body: Buffer, departure: Departure | null): Plan {
  const request = Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: soak\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
  )
  return { path, request, body, answers: 1, departure }
}
