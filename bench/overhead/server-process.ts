import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { appOf, type Framework } from './variants.js'

/** One benched application, in a process of its own. It answers `cpu` with what it has used. */
const [name = '', framework = 'express5', upstreamPort = '0'] = process.argv.slice(2)
const server = createServer(appOf(name, framework as Framework, Number(upstreamPort)))
server.keepAliveTimeout = 60_000

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuUs: user + system })
})
process.on('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port })
})
