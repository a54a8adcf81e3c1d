import { createServer, type Server } from 'node:http'
import express, { type Express } from 'express'
import { requestTimeout } from '../../src/index.js'
import { variants } from '../overhead/variants.js'
import { serveParent } from '../processes/answers.js'
import { liveBytes } from '../processes/heap.js'

/**
 * One application whose heap is looked at: `GET /` answers, `GET /hold` never does, and `GET /late`
 * has a limit that passes where the variant keeps limits.
 */
const [name = ''] = process.argv.slice(2)
const LATE_MS = 50

let held = 0
let wanted = Infinity
let reached: () => void = () => undefined

function appOf(): Express {
  const variant = variants.find((each) => each.name === name)
  if (variant === undefined) throw new Error(`no variant '${name}'`)
  const app = express()
  variant.before(app)
  app.get('/', (_req, res) => void res.json({ hello: 'world' }))
  app.get('/hold', () => {
    if (++held >= wanted) reached()
  })
  app.get('/late', requestTimeout(LATE_MS), () => undefined)
  variant.after(app)
  return app
}

/** Resolves once as many requests are held; the count begins anew for the next. */
async function untilHeld(count: number): Promise<void> {
  wanted = count
  if (held < count) await new Promise<void>((resolve) => (reached = resolve))
  held = 0
  wanted = Infinity
}

/** Resolves once all clients have left. */
async function untilLeft(server: Server): Promise<void> {
  const connections = (): Promise<number> =>
    new Promise((resolve) => server.getConnections((_error, count) => resolve(count)))
  while ((await connections()) > 0) await new Promise((resolve) => setTimeout(resolve, 5))
}

const server = createServer(appOf())
server.keepAliveTimeout = 300_000
serveParent(server, { liveBytes, untilHeld, untilLeft: () => untilLeft(server) })
