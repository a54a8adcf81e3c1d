import type { ServerResponse } from 'node:http'
import type { Next } from '../harness/http-shapes.js'
import type { Plan } from './plan.js'

const large = Buffer.alloc(200_000, 'x')

/** Answers as the plan says, or goes on to the error handlers. */
export function answer({ answer, answerMs, turn }: Plan, res: ServerResponse, next: Next): void {
  if (answer === 'begun-before') res.write('begun')
  if (answerMs === null) return
  const now = (): void => {
    if (answer === 'fails' || answer === 'rejects') {
      next(new Error(answer))
      return
    }
    if (answer === 'write-and-end') res.write('part')
    res.end(answer === 'large' ? large : 'end')
  }
  setTimeout(() => {
    if (turn === 'none') now()
    else if (turn === 'tick') void Promise.resolve().then(now)
    else setImmediate(now)
  }, answerMs)
}
