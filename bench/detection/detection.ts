import { once } from 'node:events'
import net, { type Socket } from 'node:net'
import { join } from 'node:path'
import { requestOf } from '../load/requests.js'
import { Child } from '../processes/child.js'
import { seededRandom } from '../random.js'
import { quantile } from '../stats.js'
import { businesses } from './busy-loop.js'
import { checkSharedClock, monotonicNs } from './clock.js'

export interface DetectionRow {
  readonly fault: Fault
  readonly load: string
  readonly departures: number
  /** The share of its time that the server worked. */
  readonly cpu: number
  /** From before the client's call until the signal aborted, in milliseconds. */
  readonly signal: Latency
  /** The same until Node closed the response. */
  readonly close: Latency
}

export interface Latency {
  readonly p50: number
  readonly p99: number
}

const faults = ['FIN', 'RST'] as const
type Fault = (typeof faults)[number]
type Told = { began: true } | { abortedAt: number; closedAt: number }

/** How long a departure takes to reach the handler's signal, one at a time. */
export async function run({ smoke }: { readonly smoke: boolean }): Promise<DetectionRow[]> {
  const departures = smoke ? 20 : 1_000
  const server = await Child.start(join(__dirname, 'server-process.js'), [])
  try {
    await checkSharedClock(server)
    // Until V8 has compiled what runs, on either side, as in the other benches.
    for (const fault of faults) await measure(server, fault, departures)
    const rows: DetectionRow[] = []
    for (const [index, { name: load }] of businesses.entries()) {
      await server.ask('keepBusy', index)
      for (const fault of faults) {
        rows.push({ fault, load, departures, ...(await measure(server, fault, departures)) })
      }
    }
    return rows
  } finally {
    await server.stop()
  }
}

async function measure(
  server: Child,
  fault: Fault,
  departures: number,
): Promise<Pick<DetectionRow, 'cpu' | 'signal' | 'close'>> {
  const random = seededRandom(departures)
  const signal: number[] = []
  const close: number[] = []
  const began = monotonicNs()
  const cpuBefore = await server.cpuUs()
  for (let i = 0; i < departures; i++) {
    const socket = await waitingClient(server)
    // At any moment of the server's period, and not always at the same.
    await new Promise((resolve) => setTimeout(resolve, random() * 20))
    const [leftAt, told] = await leave(server, socket, fault)
    signal.push((told.abortedAt - leftAt) / 1e6)
    close.push((told.closedAt - leftAt) / 1e6)
  }
  const cpu = ((await server.cpuUs()) - cpuBefore) / ((monotonicNs() - began) / 1e3)
  return { cpu, signal: latency(signal), close: latency(close) }
}

/** A client whose request the handler works on. */
async function waitingClient(server: Child): Promise<Socket> {
  const working = nextTold(server)
  const socket = net.connect({ port: server.port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  socket.write(requestOf('GET', true, '/wait'))
  await working
  return socket
}

/** Both calls close the socket before they return: its FIN or RST goes out within them. */
async function leave(
  server: Child,
  socket: Socket,
  fault: Fault,
): Promise<[leftAt: number, told: Extract<Told, { abortedAt: number }>]> {
  const told = nextTold(server)
  const leftAt = monotonicNs()
  if (fault === 'FIN') socket.destroy()
  else socket.resetAndDestroy()
  const answer = await told
  if (!('abortedAt' in answer) || answer.abortedAt === 0) throw new Error('no signal was aborted')
  return [leftAt, answer]
}

function nextTold(server: Child): Promise<Told> {
  return new Promise((resolve) => {
    server.onTold = resolve
  })
}

function latency(ms: readonly number[]): Latency {
  return { p50: quantile(ms, 0.5), p99: quantile(ms, 0.99) }
}

export function print(rows: readonly DetectionRow[]): void {
  for (const { fault, load, cpu, signal, close } of rows) {
    console.log(
      `  ${fault}  ${load.padEnd(26)} signal p50 ${signal.p50.toFixed(2)} ms, p99 ${signal.p99.toFixed(2)} ms; ` +
        `Node's close p50 ${close.p50.toFixed(2)} ms, p99 ${close.p99.toFixed(2)} ms; ` +
        `processor ${(100 * cpu).toFixed(0)} %`,
    )
  }
}
