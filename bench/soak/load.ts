import { once } from 'node:events'
import net, { type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../random.js'
import { planOf } from './plan.js'
import { visit, type VisitEnd } from './visit.js'

/** What the clients saw. */
export type Visits = Record<VisitEnd | 'refused', number>

const MOST_ON_ONE_CONNECTION = 6
const MOST_PAUSE_MS = 150

/**
 * Clients that visit again and again until the time is over, each by its own row of random numbers.
 * One seed makes the same plans every time; what they meet is up to the timing.
 */
export async function load(
  port: number,
  clients: number,
  seed: number,
  ms: number,
): Promise<Visits> {
  const visits: Visits = { answered: 0, left: 0, cut: 0, 'given up': 0, refused: 0 }
  const until = performance.now() + ms
  await Promise.all(
    Array.from({ length: clients }, (_, number) => client(port, number, seed, until, visits)),
  )
  return visits
}

async function client(
  port: number,
  number: number,
  seed: number,
  until: number,
  visits: Visits,
): Promise<void> {
  const random = seededRandom(seed * 100_003 + number)
  let socket: Socket | null = null
  let left = 0
  let visitNumber = 0
  while (performance.now() < until) {
    await sleep(random() * MOST_PAUSE_MS)
    if (socket === null || socket.destroyed || left-- <= 0) {
      socket?.destroy()
      socket = await connect(port, number)
      left = Math.floor(random() * MOST_ON_ONE_CONNECTION)
    }
    const plan = planOf(random, `${number}-${visitNumber++}`)
    visits[socket === null ? 'refused' : await visit(socket, plan)]++
  }
  socket?.destroy()
}

async function connect(port: number, client: number): Promise<Socket | null> {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true, ...addressOf(client) })
  // What the server does to a client is seen by its 'close'.
  socket.on('error', () => undefined)
  try {
    await once(socket, 'connect')
    return socket
  } catch {
    return null
  }
}

/** Closed connections keep their ports for a while: one address has not enough for a long soak. */
function addressOf(client: number): { localAddress?: string } {
  return process.platform === 'linux' ? { localAddress: `127.0.0.${2 + (client % 100)}` } : {}
}
