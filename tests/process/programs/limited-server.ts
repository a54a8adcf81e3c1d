/**
 * Serves `/always` with a limit and `/undebugged` with one that is off under a debugger, both of
 * them below what the handler takes, and `/budget` with a caller that is believed by a function
 * that throws. Asks for each path with some headers, and prints each status as JSON.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { errorHandler, requestTimeout, type Middleware } from '../../../src/index.js'
import type { Middleware as Plain } from '../../harness/http-shapes.js'
import { startServer } from '../../harness/servers.js'

const limits: Readonly<Record<string, Middleware>> = {
  '/always': requestTimeout({ responseMs: 50 }),
  '/undebugged': requestTimeout({ responseMs: 50, offWhileDebugging: true }),
  '/budget': requestTimeout({ responseMs: 60_000, budget: { trust: () => true } }),
  '/throws': requestTimeout({
    responseMs: 60_000,
    budget: {
      trust: () => {
        throw new Error('no such network')
      },
    },
  }),
}

async function main(): Promise<void> {
  const headers = JSON.parse(process.argv[2] ?? '{}') as IncomingHttpHeaders
  const limit: Plain = (req, res, next) => limits[req.url ?? '']?.(req, res, next)
  const slow: Plain = (_req, res) => void setTimeout(() => res.end('done'), 250)
  const server = await startServer('http', (app) => app.use(limit, slow, errorHandler()))
  const statuses: Record<string, number> = {}
  for (const path of Object.keys(limits)) {
    const url = `http://127.0.0.1:${String(server.port)}${path}`
    const { status } = await fetch(url, { headers: headers as Record<string, string> })
    statuses[path] = status
  }
  await server.close()
  console.log(JSON.stringify(statuses))
}

void main()
