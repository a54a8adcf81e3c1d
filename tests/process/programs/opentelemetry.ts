// An application with the real OpenTelemetry SDK and the example of the docs. Prints the spans of its requests.
import { SpanKind } from '@opentelemetry/api'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { documented } from '../../harness/documented.js'

const page = 'docs/how-to/opentelemetry-and-sentry.md'
const { markSpan } = documented(page, 'Spans') as { markSpan: RequestHandler }
const { dropUnsentStatus } = documented(page, 'A status that was never sent') as {
  dropUnsentStatus: SpanProcessor
}
const { nameAfterTrace } = documented(page, 'From a log line to its trace') as {
  nameAfterTrace: RequestHandler
}

const exporter = new InMemorySpanExporter()
const exporting = new SimpleSpanProcessor(exporter)
const provider = new NodeTracerProvider({ spanProcessors: [dropUnsentStatus, exporting] })
if (process.argv[2] !== 'off') {
  provider.register()
  const instrumentation = new HttpInstrumentation()
  instrumentation.setTracerProvider(provider)
  instrumentation.enable()
}

import express, { type RequestHandler } from 'express'
import { once } from 'node:events'
import { abortDetection, errorHandler, requestTimeout } from '../../../src/index.js'
import { turns } from '../../harness/turns.js'
import { serve } from './served.js'
import { Told } from './told.js'

async function main(): Promise<void> {
  const told = new Told()
  const app = express()
  app.use(abortDetection({ observers: [told] }), markSpan, nameAfterTrace)
  app.get('/completes', (_req, res) => void res.send('hello'))
  app.get('/times-out', requestTimeout(20), () => undefined)
  app.get('/waits', () => undefined)
  app.get('/streams', (_req, res) => void res.status(201).write('begun'))
  app.get('/cut', (_req, res) => void res.destroy())
  app.use(errorHandler())
  const served = await serve(app)
  const closed = new Map<string, Promise<unknown>>()
  served.server.on('request', (req, res) => closed.set(req.url ?? '', once(res, 'close')))
  for (const path of ['/completes', '/times-out']) await served.get(path)
  await served.get('/cut').catch(() => undefined)
  for (const path of ['/waits', '/streams']) {
    const client = served.start(path)
    await once(served.server, 'request')
    client.leave()
    await told.settledAll(told.records.length + 1)
  }
  await Promise.all(closed.values())
  await turns(2)
  await served.close()
  const spans = exporter.getFinishedSpans().filter(({ kind }) => kind === SpanKind.SERVER)
  const byPath = spans.map(({ attributes, status }) => {
    const { 'url.path': path, 'http.response.status_code': sent } = attributes
    const ours = Object.entries(attributes).filter(([key]) => /^(error|hangup)\./.test(key))
    return [path, { sent, status: status.code, ...Object.fromEntries(ours) }]
  })
  const ids = new Set(spans.map((span) => span.spanContext().traceId))
  const named = told.records.filter(({ requestId = '' }) => ids.has(requestId)).length
  const outcomes = told.records.map(({ outcome }) => outcome)
  console.log(JSON.stringify({ spans: Object.fromEntries(byPath), outcomes, named }))
}

void main()
