import { createServer, Agent } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import express, { type ErrorRequestHandler } from 'express'
import { serveParent } from '../processes/answers.js'
import { Faults } from './faults.js'
import { flavours, type FlavourName } from './flavours.js'
import { Ledger } from './ledger.js'
import { countTimers, liveTimers } from './live-timers.js'
import { addRoutes } from './routes.js'
import { snapshot } from './snapshot.js'

/** The application under load, with the package or bare, in a process of its own. */
const [name = '', upstreamPort = '', databasePort = '', folder = ''] = process.argv.slice(2)

countTimers()
const faults = new Faults()
const ledger = new Ledger(faults)
const flavour = flavours[name as FlavourName](ledger)
const agent = new Agent({ keepAlive: true })
const app = express()

app.use((_req, _res, next) => {
  ledger.begun++
  next()
})
flavour.before(app)
addRoutes(app, flavour, {
  upstreamPort: Number(upstreamPort),
  databasePort: Number(databasePort),
  folder,
  agent,
  faults,
})
flavour.after(app)

const ownHandler: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
  ledger.given(error)
  if (res.headersSent) res.destroy()
  else res.status(502).json({ error: true })
}
app.use(ownHandler)

const server = createServer(app)
const RESOLUTION_MS = 1
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })

function connections(): Promise<number> {
  return new Promise((resolve) => server.getConnections((_error, count) => resolve(count)))
}

serveParent(server, {
  begin: () => {
    delay.reset()
    delay.enable()
  },
  end: () => {
    delay.disable()
    agent.destroy()
  },
  pending: async () => (await connections()) + liveTimers(),
  snapshot: () => {
    faults.clear()
    return snapshot([server, agent, app])
  },
  report: () => {
    const { begun, settledOnce, settledAgain, late, outcomes, otherErrors } = ledger
    const { uncaught, unhandled, warnings } = ledger
    return {
      ...{ begun, settledOnce, settledAgain, late, outcomes, otherErrors },
      ...{ uncaught, unhandled, warnings },
      // The histogram holds the time from tick to tick, which is never less than its resolution.
      delayP99Ms: delay.percentile(99) / 1e6 - RESOLUTION_MS,
      seen: [...faults.seen],
      reached: [...faults.reached],
      quieted: [...faults.quieted],
      cancelled: [...faults.cancelled],
    }
  },
})
