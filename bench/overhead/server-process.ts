import { createServer } from 'node:http'
import { serveParent } from '../processes/answers.js'
import { appOf, type Framework } from './variants.js'

/** One benched application, in a process of its own. */
const [name = '', framework = 'express5', upstreamPort = '0'] = process.argv.slice(2)
const server = createServer(appOf(name, framework as Framework, Number(upstreamPort)))
server.keepAliveTimeout = 60_000
serveParent(server, {})
