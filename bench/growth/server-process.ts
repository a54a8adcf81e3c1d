import { createServer } from 'node:http'
import timeout from 'connect-timeout'
import express from 'express'
import { requestTimeout, type Middleware } from '../../src/index.js'
import { variants } from '../overhead/variants.js'
import { serveParent } from '../processes/answers.js'

/**
 * One application that keeps as many requests open as it was told, and answers the oldest when one
 * more comes. Each of its routes has a limit of its own, where its variant has limits.
 */
const [name = '', held = '0', routes = '1'] = process.argv.slice(2)
const LIMIT_MS = 30_000

const limitOf: Readonly<Record<string, (ms: number) => Middleware>> = {
  bare: () => (_req, _res, next) => next(),
  'connect-timeout': (ms) => timeout(ms) as unknown as Middleware,
  'all layers': (ms) => requestTimeout(ms),
}

const open: express.Response[] = []
let first = 0

function answerOldest(): void {
  const res = open[first++]!
  if (first === HOUSEKEEPING) {
    open.splice(0, first)
    first = 0
  }
  res.json({ hello: 'world' })
}

const HOUSEKEEPING = 1024

const variant = variants.find((each) => each.name === name)!
const app = express()
variant.before(app)
for (let route = 0; route < Number(routes); route++) {
  // A duration of its own each, so that none shares what the others need.
  app.get(`/${route}`, limitOf[name]!(LIMIT_MS + route), (_req, res) => {
    open.push(res)
    if (open.length - first > Number(held)) answerOldest()
  })
}
variant.after(app)

const server = createServer(app)
server.keepAliveTimeout = 300_000
serveParent(server, {})
