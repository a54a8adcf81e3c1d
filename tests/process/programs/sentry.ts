// An application with the real Sentry SDK and the filter of the docs. Prints what came to a local Sentry.
import * as Sentry from '@sentry/node'
import type { RequestHandler } from 'express'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gunzipSync } from 'node:zlib'
import { abortDetection, abortSignal, errorHandler } from '../../../src/index.js'
import { documented } from '../../harness/documented.js'
import { serve } from './served.js'
import { Told } from './told.js'

const page = 'docs/how-to/opentelemetry-and-sentry.md'
const { beforeSend, knowRequest } = documented(page, 'Sentry') as {
  beforeSend: NonNullable<Sentry.NodeOptions['beforeSend']>
  knowRequest: RequestHandler
}

/** What Sentry's own transport sent, line by line. */
const received: string[] = []
const sink = http.createServer((req, res) => {
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    const body = Buffer.concat(chunks)
    const text = req.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
    received.push(...text.toString().split('\n'))
    res.end('{}')
  })
})

const endless = (): Readable =>
  new Readable({
    read() {
      setImmediate(() => this.push(Buffer.alloc(65_536)))
    },
  })

const aborted = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort')
}

async function main(): Promise<void> {
  sink.listen(0, '127.0.0.1')
  await once(sink, 'listening')
  const { port } = sink.address() as AddressInfo
  Sentry.init({
    dsn: `http://key@127.0.0.1:${String(port)}/1`,
    // Without it nothing is dropped, which is what the filter is compared with.
    ...(process.argv[2] === 'unfiltered' ? {} : { beforeSend }),
  })

  // Sentry's instrumentation sees what is loaded after it.
  const { default: express } = await import('express')
  const told = new Told()
  const app = express()
  app.use(abortDetection({ observers: [told] }), knowRequest)
  app.get('/streams', async (_req, res) => {
    await pipeline(endless(), res).catch(Sentry.captureException)
  })
  app.get('/passes-on', async (_req, res) => {
    await pipeline(endless(), res)
  })
  app.get('/listens', (req) => {
    const signal = abortSignal(req)
    signal.addEventListener('abort', () => Sentry.captureException(signal.reason))
  })
  app.get('/database', async (req) => {
    await aborted(abortSignal(req))
    const reset = Object.assign(new Error('database: read ECONNRESET'), { code: 'ECONNRESET' })
    Sentry.captureException(reset)
  })
  app.get('/fails', () => {
    throw new Error('of the application')
  })
  app.use(errorHandler())
  app.use((_error: unknown, _req: unknown, res: http.ServerResponse, _next: unknown) => {
    res.statusCode = 500
    res.end()
  })

  const served = await serve(app)
  await served.get('/fails')
  for (const path of ['/streams', '/passes-on', '/listens', '/database']) {
    const client = served.start(path)
    await once(served.server, 'request')
    client.leave()
    await told.settledAll(told.records.length + 1)
  }
  await Sentry.flush(10_000)
  await served.close()
  await Sentry.close(10_000)
  sink.close()
  sink.closeAllConnections()
  console.log(JSON.stringify(received.flatMap(messagesIn).sort()))
}

function messagesIn(line: string): string[] {
  if (!line.startsWith('{')) return []
  const { exception } = JSON.parse(line) as { exception?: { values?: { value?: string }[] } }
  return exception?.values?.slice(-1).map(({ value }) => value ?? '') ?? []
}

void main()
