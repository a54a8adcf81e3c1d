import { abortDetection, abortSignal, errorHandler } from '../../src/index.js'
import { within } from '../harness/deferred.js'
import { H2Client } from '../harness/h2-client.js'
import type { ErrorMiddleware } from '../harness/http-shapes.js'
import { RawClient } from '../harness/raw-client.js'
import { startServer } from '../harness/servers.js'
import { stalled, turns } from '../harness/turns.js'
import { describeError, isErrorLike } from './describe-error.js'
import { complete, send, type Sent } from './conversation.js'
import type { Row } from './row.js'
import { Stage } from './stage.js'

/** Generous, since the machine may be busy: nothing waits that long unless it is broken. */
const limitMs = 10_000

export interface Played {
  readonly row: Row
  readonly stage: Stage
  /** How many exchanges had settled when the row was over, before the harness tore it down. */
  readonly settledInTime: number
  /** What the signal of each request tells somebody who asks for it when all is over. */
  readonly signals: readonly SignalState[]
}

export interface SignalState {
  readonly aborted: boolean
  readonly reason: unknown
}

/** Plays one row on a server and a connection of its own. */
export async function play(row: Row): Promise<Played> {
  const stage = new Stage(row.strike?.at ?? null, row.expected.length, row.surfacings ?? 1)
  const server = await startServer(row.server, (app) => {
    app.use(stage.watch)
    app.use(abortDetection({ observers: [stage.observer] }))
    app.use(...row.layers(stage))
    app.use(noteError(stage), errorHandler(), lastResort(stage))
  })
  try {
    const client =
      row.server === 'h2'
        ? await H2Client.connect(server.port)
        : await RawClient.connect(server.port, { tls: row.server === 'https' })
    stage.onCleanUp(() => {
      client.close()
    })
    const sent = await send(client, row)
    await within(limitMs, `strike: no ${row.strike?.at ?? 'answer'}`, strike(row, stage, sent))
    await within(limitMs, 'no exchange settled', stage.settled)
    if (row.surfaces === 'some') await within(limitMs, 'no error surfaced', stage.surfacedAll)
    // What the package or a handler has under way now, such as a second record, comes to light.
    await turns(20)
  } catch (error) {
    stage.complaints.push(isErrorLike(error) ? error.message : String(error))
  }
  const settledInTime = stage.records.length
  const signals = stage.requests.map((request): SignalState => {
    try {
      const { aborted, reason } = abortSignal(request) as SignalState
      return { aborted, reason }
    } catch (error) {
      stage.complaints.push(`abortSignal(req) threw ${describeError(error).text}`)
      return { aborted: false, reason: undefined }
    }
  })
  await stage.cleanUp()
  await server.close()
  return { row, stage, settledInTime, signals }
}

async function strike(row: Row, stage: Stage, sent: Sent): Promise<void> {
  if (row.strike === null) return void (await complete(sent))
  if (row.strike.at === 'done') {
    await complete(sent)
    // The client may have its answer before the server has seen its own 'finish'.
    await stage.settled
  } else {
    await stage.reached
  }
  // TLS (tickets) and HTTP/2 (settings) write on their own after the handshake. A reset that comes
  // before fails that write, which takes the error: Node then reads an orderly end.
  if (row.server === 'https' || row.server === 'h2') await turns(5)
  if (row.strike.stalled) await stalled(stage.writer)
  await row.strike.fault.strike(sent.peer, stage)
  if (row.strike.fault.name !== 'FIN then read') await stage.departed.promise
}

/** First of the error handlers: asks for the verdict as the error comes. */
const noteError = (stage: Stage): ErrorMiddleware =>
  function noteError(error, req, _res, next) {
    stage.surface(error, 'next', req)
    next(error)
  }

/** The application's own error handler, behind ours. */
const lastResort = (stage: Stage): ErrorMiddleware =>
  // Express and Connect know an error handler by its four parameters.
  function lastResort(error, _req, res, _next) {
    stage.downstream.push(error)
    if (res.headersSent) return void res.destroy(isErrorLike(error) ? error : undefined)
    res.statusCode = 502
    res.end('bad gateway')
  }
