import type { Socket } from 'node:net'
import { AnswerReader } from './answer-reader.js'
import type { Departure, Plan } from './plan.js'

/** How a visit ended, as its client saw it. */
export type VisitEnd = 'answered' | 'left' | 'cut' | 'given up'

const PIECE = 16 * 1024
const PIECE_EVERY_MS = 3
const SLOW_PIECE_EVERY_MS = 10
/** No visit takes longer: a client gives up then, whatever it waits for. */
const PATIENCE_MS = 5_000

/**
 * Plays one visit on a connection. Resolves when it is over; the connection is then closed, or can
 * take the next one.
 */
export function visit(socket: Socket, plan: Plan): Promise<VisitEnd> {
  return new Promise((resolve) => {
    const reader = new AnswerReader()
    const timers = new Set<NodeJS.Timeout>()
    const after = (ms: number, fn: () => void): void => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        fn()
      }, ms)
      timers.add(timer)
    }
    const isSlow = plan.departure?.by === 'slow read'
    let sending = true
    let over = false

    const end = (how: VisitEnd): void => {
      if (over) return
      over = true
      for (const timer of timers) clearTimeout(timer)
      socket.off('data', onData)
      socket.off('close', onClose)
      if (how !== 'answered' || reader.closes || sending) socket.destroy()
      resolve(how)
    }
    const onClose = (): void => end(plan.departure?.by === 'fin' ? 'left' : 'cut')
    const onData = (chunk: Buffer): void => {
      reader.read(chunk)
      if (reader.answers >= plan.answers) {
        end('answered')
      } else if (isSlow) {
        socket.pause()
        after(SLOW_PIECE_EVERY_MS, () => socket.resume())
      }
    }
    const send = (from: number): void => {
      if (!sending || plan.body === null || from >= plan.body.length) {
        sending = false
        return
      }
      socket.write(plan.body.subarray(from, from + PIECE))
      after(PIECE_EVERY_MS, () => send(from + PIECE))
    }
    const depart = ({ by, lastsMs }: Departure): void => {
      if (by === 'slow read') {
        after(lastsMs, () => end('left'))
        return
      }
      sending = false
      if (by === 'rst') socket.resetAndDestroy()
      else if (by === 'fin') socket.end()
      else if (by === 'stall') socket.pause()
      if (by === 'stall' || by === 'fin') after(lastsMs, () => end('left'))
      else end('left')
    }

    socket.on('data', onData)
    socket.on('close', onClose)
    socket.resume()
    socket.write(plan.request)
    send(0)
    after(PATIENCE_MS, () => end('given up'))
    const { departure } = plan
    if (departure !== null) after(departure.afterMs, () => depart(departure))
  })
}
