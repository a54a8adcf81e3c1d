// Serves with every part mounted, closes its server, and has nothing else to do: it must end.
import express from 'express'
import http from 'node:http'
import { once } from 'node:events'
import {
  abortDetection,
  abortSignal,
  errorHandler,
  exchangeOf,
  requestTimeout,
} from '../../../src/index.js'
import { serve } from './served.js'
import { Told } from './told.js'

const HOUR_MS = 3_600_000

async function main(): Promise<void> {
  const told = new Told()
  const app = express()
  app.use(abortDetection({ observers: [told] }), requestTimeout(HOUR_MS))
  app.get('/completed', (_req, res) => void res.send('hello'))
  app.get('/moved', (req, res) => {
    exchangeOf(req).deadline.extend(HOUR_MS)
    res.send('hello')
  })
  app.get('/graced', requestTimeout({ responseMs: 5, graceMs: HOUR_MS }), (req, res) => {
    abortSignal(req).addEventListener('abort', () => res.send('in the grace'))
  })
  app.get('/timed-out', requestTimeout(5), () => undefined)
  app.get('/left', requestTimeout({ idleMs: HOUR_MS, minSendRate: 1 }), () => undefined)
  app.use(errorHandler())
  const served = await serve(app)
  for (const path of ['/completed', '/moved', '/graced', '/timed-out']) await served.get(path)
  const client = served.start('/left')
  await once(served.server, 'request')
  client.leave()
  await told.settledAll(5)
  // One more is under way, with a limit far away, when everything is closed.
  const request = http.get({ port: served.port, path: '/left', agent: false })
  request.on('error', () => undefined)
  await once(served.server, 'request')
  await served.close()
  await told.settledAll(6)
  console.log(JSON.stringify(told.records.map(({ outcome }) => outcome)))
}

void main()
