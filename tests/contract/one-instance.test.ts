import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hangup, type ConnectionEvent, type ExchangeRecord } from '../../src/index.js'
import { RawClient } from '../harness/raw-client.js'

it('one instance tells its observers of requests, and of what is below them', async () => {
  const records: ExchangeRecord[] = []
  const events: ConnectionEvent[] = []
  const { detect, guard } = hangup({
    observers: [
      { settled: (record) => records.push(record), connection: (event) => events.push(event) },
    ],
  })
  const server = createServer((req, res) => {
    detect(req, res, () => res.end('hello'))
  })
  const { close } = guard(server, { graceMs: 1_000 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  for (const text of [
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'nonsense\r\n\r\n',
  ]) {
    const client = await RawClient.connect(port)
    client.send(text)
    await client.read()
    client.close()
  }
  await close()
  expect(records.map(({ outcome }) => outcome)).toEqual(['completed'])
  expect(events).toEqual([{ kind: 'client-error', code: 'HPE_INVALID_METHOD', closure: 'none' }])
})
