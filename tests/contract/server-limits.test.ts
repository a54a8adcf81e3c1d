import express from 'express'
import { once } from 'node:events'
import { createServer, type RequestListener, type ServerOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exchangeOf, requestTimeout, type ExchangeRecord } from '../../src/index.js'
import { auditTimeouts, serverOptions } from '../../src/server/index.js'
import { deferred } from '../harness/deferred.js'
import { RawClient } from '../harness/raw-client.js'
import { cleanUp, onCleanUp } from './support.js'

afterEach(cleanUp)

const short = serverOptions({ headersTimeoutMs: 300, requestTimeoutMs: 600 })

async function started(options: ServerOptions, listener: RequestListener, timeout = 0) {
  const server = createServer(options, listener)
  server.timeout = timeout
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const client = await RawClient.connect((server.address() as AddressInfo).port)
  onCleanUp(() => {
    client.close()
    server.close()
    server.closeAllConnections()
  })
  return { server, client }
}

const rulesOf = (...args: Parameters<typeof auditTimeouts>) =>
  auditTimeouts(...args).map(({ rule }) => rule)

describe('limits of serverOptions', () => {
  test('that are shorter than the 30 s in which Node looks at them are kept', async () => {
    const { server, client } = await started(short, (_req, res) => res.end())
    client.send('GET / HTTP/1.1\r\nHost: a\r\n')
    expect(await client.read()).toMatch(/^HTTP\/1\.1 408 /)
    expect(rulesOf(server)).not.toContain('checked-too-rarely')
    expect(rulesOf({ ...short, connectionsCheckingInterval: 30_000 })).toContain(
      'checked-too-rarely',
    )
  })

  test('cut an upload that takes longer, as the audit says', async () => {
    const { server, client } = await started(short, (req) => void req.resume())
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf')
    expect(await client.read()).toMatch(/^HTTP\/1\.1 408 /)
    expect(rulesOf(server, { longestUploadMs: 600 })).toContain('uploads-cut')
    expect(rulesOf(server, { longestUploadMs: 500 })).not.toContain('uploads-cut')
  })
})

test('an idle timer of the server that is shorter than ours leaves the client without an answer, as the audit says', async () => {
  const app = express()
  app.use(requestTimeout(20_000))
  const settled = deferred<ExchangeRecord>()
  app.get('/', (req) => void exchangeOf(req).onSettled(settled.resolve))
  const { server, client } = await started({}, app, 200)
  expect(rulesOf(server, { requestTimeoutMs: 20_000 })).toContain('socket-timeout-first')
  client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  expect(await client.read()).toBe('')
  expect(await settled.promise).toMatchObject({ outcome: 'server-closed', statusSent: null })
})
