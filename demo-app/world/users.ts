import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { COMES_BACK_AFTER_MS, type Visit } from './visits.js'

export type Outcome =
  /** The whole answer came, and it was a good one. */
  | 'answered'
  /** A 503: not in time, and told so by the application. */
  | 'told to wait'
  /** Any other whole answer that is not a good one. */
  | 'refused'
  /** The answer broke off, or none came. */
  | 'broken'
  /** The user left first. */
  | 'left'

export interface Door {
  /** Where users connect to. */
  port(): Promise<number>
  /** The local port of the user's connection; the balancer knows users by it. */
  onConnected(visit: Visit, localPort: number | undefined): void
}

/** A user comes at the appointed time, asks, and waits as long as the user's patience lasts. */
export async function visit(plan: Visit, door: Door, startedAt: number): Promise<Outcome> {
  await sleep(Math.max(0, startedAt + plan.arrivesAtMs - Date.now()))
  const port = await door.port()
  return new Promise((resolve) => {
    const asked = request({
      port,
      host: '127.0.0.1',
      method: plan.method,
      path: plan.path,
      headers: headersOf(plan),
      agent: false,
    })
    const patience = setTimeout(
      () => {
        leave(plan, asked)
        resolve('left')
      },
      plan.temper === 'stalls' ? COMES_BACK_AFTER_MS : plan.patienceMs,
    )
    const over = (outcome: Outcome): void => {
      clearTimeout(patience)
      resolve(outcome)
    }
    asked.on('error', () => {
      over('broken')
    })
    asked.on('socket', (socket) => {
      socket.on('connect', () => {
        door.onConnected(plan, socket.localPort)
      })
    })
    asked.on('response', (answer) => {
      read(plan, answer, over)
    })
    asked.end(plan.body ?? undefined)
  })
}

function read(plan: Visit, answer: IncomingMessage, over: (outcome: Outcome) => void): void {
  answer.on('error', () => {
    over('broken')
  })
  answer.on('end', () => {
    const status = answer.statusCode ?? 500
    over(status < 400 ? 'answered' : status === 503 ? 'told to wait' : 'refused')
  })
  answer.resume()
  if (plan.temper === 'stalls') {
    const stall = setTimeout(() => answer.pause(), plan.patienceMs)
    answer.once('close', () => {
      clearTimeout(stall)
    })
  }
}

/** A closed tab sends a FIN, and a RST for what still comes in. */
function leave(plan: Visit, asked: ClientRequest): void {
  const { socket } = asked
  if (!socket) asked.destroy()
  else if (plan.drops) socket.resetAndDestroy()
  else {
    socket.end()
    socket.once('finish', () => socket.destroy())
  }
}

function headersOf(plan: Visit): Record<string, string | number> {
  return {
    'x-request-id': plan.id,
    ...(plan.contentType === null ? {} : { 'content-type': plan.contentType }),
    ...(plan.body === null ? {} : { 'content-length': plan.body.length }),
  }
}
