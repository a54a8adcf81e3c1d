// A cluster whose workers count for themselves. Prints what the primary makes of it all, as text.
import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { AggregatorRegistry, Registry } from 'prom-client'
import { abortDetection } from '../../../src/index.js'
import { prometheusObserver } from '../../../src/observers/prometheus/index.js'

const WORKERS = 2
const REQUESTS = 3

async function primary(): Promise<void> {
  const workers = Array.from({ length: WORKERS }, () => cluster.fork())
  await Promise.all(workers.map((worker) => answer(worker, 'done')))
  console.log(await new AggregatorRegistry().clusterMetrics())
  for (const worker of workers) worker.disconnect()
}

async function answer(worker: Worker, wanted: string): Promise<void> {
  for (;;) {
    const [message] = (await once(worker, 'message')) as [unknown]
    if (message === wanted) return
  }
}

async function worker(): Promise<void> {
  const register = new Registry()
  AggregatorRegistry.setRegistries([register])
  void new AggregatorRegistry() // answers the primary
  const app = express()
  app.use(abortDetection({ observers: [prometheusObserver({ register })] }))
  app.get('/hello', (_req, res) => void res.send('hello'))
  app.get('/held', (_req, res) => void res.write('begun'))
  // Of its own: through the cluster's port nobody knows which worker is asked.
  const server: Server = app.listen({ port: 0, host: '127.0.0.1', exclusive: true })
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (let i = 0; i < REQUESTS; i++) await (await fetch(`${url}/hello`)).text()
  await fetch(`${url}/held`)
  process.send?.('done')
  process.on('disconnect', () => {
    process.exit()
  })
}

void (cluster.isPrimary ? primary() : worker())
