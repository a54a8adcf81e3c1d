import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { appOf, type Framework } from './variants.js'

/**
 * One benched application, in a process of its own, and beside it the bare one that it is held
 * against: how a process is laid out in memory sets the speed of both. It answers `cpu` with what it
 * has used.
 */
const [name = '', framework = 'express5', upstreamPort = '0'] = process.argv.slice(2)

async function serve(variant: string): Promise<number> {
  const app = appOf(variant, framework as Framework, Number(upstreamPort))
  const server: Server = createServer(app)
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuUs: user + system })
})
process.on('disconnect', () => process.exit())
void Promise.all([serve(name), serve('bare')]).then(([port, barePort]) => {
  process.send?.({ port, barePort })
})
