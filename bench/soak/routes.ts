import { createReadStream, createWriteStream } from 'node:fs'
import { errorMonitor } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import { unlink } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import express, { type Express, type Request } from 'express'
import { transaction } from './database-client.js'
import type { Faults } from './faults.js'
import type { Flavour } from './flavours.js'

export interface Surroundings {
  readonly upstreamPort: number
  readonly databasePort: number
  /** Where uploads go, with a big file in it. */
  readonly folder: string
  readonly agent: http.Agent
  readonly faults: Faults
}

/** More than the kernel's buffers take. */
export const BIG = 8 * 1024 * 1024
const EVENTS = 12
const big = Buffer.alloc(BIG, 'x')

/** Handlers of every kind, written as the documentation of Node and Express writes them. */
export function addRoutes(app: Express, flavour: Flavour, around: Surroundings): void {
  const { folder } = around
  const file = join(folder, 'big')
  let uploads = 0

  app.get('/json', (_req, res) => void res.json({ hello: 'world' }))
  app.post('/json', express.json({ limit: '1mb' }), (req, res) => {
    res.json({ fields: Object.keys(req.body as object).length })
  })
  app.get('/slow', async (req, res) => {
    await sleep(20 + (Number(req.query['n']) % 200), undefined, {
      signal: flavour.signal(req, res),
    })
    res.json({ slow: true })
  })
  app.get('/download', (_req, res) => void res.type('bin').end(big))
  app.get('/file', (_req, res) => void createReadStream(file).pipe(res))
  app.get('/pipeline', async (_req, res) => {
    await pipeline(createReadStream(file), res)
  })
  app.post('/upload', (req, res, next) => {
    const path = join(folder, `upload-${uploads++}`)
    const target = createWriteStream(path)
    target.on('error', next)
    target.on('close', () => {
      unlink(path, () => undefined)
    })
    target.on('finish', () => void res.status(201).json({ stored: true }))
    req.pipe(target)
  })
  app.get('/events', (req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/event-stream' })
    let sent = 0
    const timer = setInterval(() => {
      res.write(`data: ${++sent}\n\n`)
      if (sent < EVENTS) return
      clearInterval(timer)
      res.end()
    }, 25)
    flavour.signal(req, res).addEventListener('abort', () => clearInterval(timer))
  })
  app.get('/late', flavour.limit({ responseMs: 100 }), async (_req, res) => {
    await sleep(250)
    res.json({ late: true })
  })
  app.get('/stuck', flavour.limit({ responseMs: 1_000, idleMs: 300 }), async (_req, res) => {
    res.write('a part')
    await sleep(900)
    res.end('the rest')
  })
  app.get('/proxy', async (req, res) => {
    const upstream = await callUpstream(req, flavour.signal(req, res), around)
    await pipeline(upstream, res)
  })
  app.get('/database', async (req, res) => {
    const { id, fault } = req.query as Record<string, string>
    const signal = flavour.signal(req, res)
    const onError = onErrorOf(req, signal, around)
    const lines = [`BEGIN ${id ?? ''} ${fault ?? ''}`, 'UPDATE', 'COMMIT']
    res.json({ database: await transaction(around.databasePort, lines, signal, onError) })
  })
}

function callUpstream(
  req: Request,
  signal: AbortSignal,
  around: Surroundings,
): Promise<IncomingMessage> {
  const { upstreamPort: port, agent } = around
  const onError = onErrorOf(req, signal, around)
  return new Promise((resolve, reject) => {
    const path = req.originalUrl
    const upstream = http.get({ host: '127.0.0.1', port, path, agent }, (answer) => {
      // From here on the handler hears of a failure from the answer, a turn after the request: in
      // between the client may leave, and then nobody waits for it any more.
      upstream.off(errorMonitor, onError)
      answer.prependListener(errorMonitor, onError)
      resolve(answer)
    })
    upstream.prependListener(errorMonitor, onError)
    upstream.on('error', reject)
    const cancel = (): void => {
      upstream.destroy(signal.reason as Error)
    }
    if (signal.aborted) cancel()
    else signal.addEventListener('abort', cancel, { once: true })
  })
}

/** Notes an error behind the application as it is emitted, before anybody reacts to it. */
function onErrorOf(
  req: Request,
  signal: AbortSignal,
  { faults }: Surroundings,
): (error: unknown) => void {
  const { id = '', fault } = req.query as Record<string, string>
  if (fault !== 'none') signal.addEventListener('abort', () => faults.cancel(id), { once: true })
  return (error) => {
    faults.meet(id, error, signal)
  }
}
