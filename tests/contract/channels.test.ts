import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ErrorContext, ExchangeRecord, Attribution } from '../../src/index.js'
import { abortDetection, errorHandler, exchangeOf } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { startServer } from '../harness/servers.js'
import { deferred, within } from '../harness/deferred.js'
import { turns } from '../harness/turns.js'

const settled = 'express-hangup:exchange:settled'
const errors = 'express-hangup:error'

interface ErrorMessage {
  readonly error: unknown
  readonly attribution: Attribution
  readonly exchange: ErrorContext
}

const thrown = new Error('of the application')

/** Asks a server without observers for an error; resolves when the exchange is over. */
async function fail(...first: Middleware[]): Promise<void> {
  const over = deferred<undefined>()
  const server = await startServer('express5', (app) => {
    app.use(
      (
        _req: unknown,
        res: { once(event: string, listener: () => void): void },
        next: () => void,
      ) => {
        res.once('close', () => over.resolve(undefined))
        next()
      },
    )
    app.use(abortDetection(), ...first)
    app.use(() => {
      throw thrown
    })
    // Two of them, as where a router has one of its own.
    app.use(errorHandler(), errorHandler())
    app.use((_error: unknown, _req: unknown, res: { end(): void }, _next: unknown) => res.end())
  })
  await (await fetch(`http://127.0.0.1:${String(server.port)}/a?b`)).text()
  await within(5_000, 'the exchange is over', over.promise)
  await turns(2)
  await server.close()
}

describe('the diagnostics channels', () => {
  it('carry each record and each error once, without an observer', async () => {
    const records: ExchangeRecord[] = []
    const messages: ErrorMessage[] = []
    const onSettled = (message: unknown): void => void records.push(message as ExchangeRecord)
    const onError = (message: unknown): void => void messages.push(message as ErrorMessage)
    subscribe(settled, onSettled)
    subscribe(errors, onError)
    try {
      await fail()
    } finally {
      unsubscribe(settled, onSettled)
      unsubscribe(errors, onError)
    }
    expect(records).toMatchObject([{ v: 1, path: '/a', outcome: 'completed' }])
    expect(Object.isFrozen(records[0])).toBe(true)
    expect(messages).toEqual([
      {
        error: thrown,
        attribution: { origin: 'application', rule: 'client-present', quiet: false },
        exchange: { id: records[0]?.id, route: null, phase: 'processing' },
      },
    ])
    await fail()
    expect([records.length, messages.length]).toEqual([1, 1])
  })

  it('cost no record where nobody subscribes and nobody asks', async () => {
    const made: unknown[] = []
    await fail((req, res, next) => {
      // Asked for when all is over: an exchange that completed unasked kept nothing.
      res.once('close', () => made.push(exchangeOf(req).record?.path))
      next()
    })
    expect(made).toEqual([''])
  })
})
