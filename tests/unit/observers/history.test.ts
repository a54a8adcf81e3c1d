import express from 'express'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { diagnose } from '../../../src/diagnosis/index.js'
import { abortDetection, historyObserver } from '../../../src/index.js'
import type { ExchangeRecord } from '../../../src/types/index.js'

const record = (id: number) => ({ id: String(id) }) as ExchangeRecord
const idsOf = (history: ReturnType<typeof historyObserver>) => history.records().map(({ id }) => id)

test('the last records are kept, the oldest first', () => {
  const history = historyObserver({ max: 3 })
  expect(idsOf(history)).toEqual([])
  history.settled(record(1))
  history.settled(record(2))
  expect(idsOf(history)).toEqual(['1', '2'])
  for (const id of [3, 4, 5]) history.settled(record(id))
  expect(idsOf(history)).toEqual(['3', '4', '5'])
  for (const id of [6, 7]) history.settled(record(id))
  expect(idsOf(history)).toEqual(['5', '6', '7'])
})

test('clear lets all of them go', () => {
  const history = historyObserver({ max: 2 })
  for (const id of [1, 2, 3]) history.settled(record(id))
  history.clear()
  history.settled(record(4))
  expect(idsOf(history)).toEqual(['4'])
})

test('a list that was handed out stays as it was', () => {
  const history = historyObserver({ max: 1 })
  history.settled(record(1))
  const before = history.records()
  history.settled(record(2))
  expect(before.map(({ id }) => id)).toEqual(['1'])
})

test.each([
  [{ maximum: 3 }, /no option 'maximum'/],
  [{ max: 0 }, /max must be a whole number/],
  [{ max: 1.5 }, /max must be a whole number/],
])('%j is refused', (options, message) => {
  expect(() => historyObserver(options as object)).toThrow(message)
})

test('a diagnosis can be asked for at any time of what a server has seen', async () => {
  const history = historyObserver()
  const app = express()
  const settled = new Promise<void>((resolve) => {
    const observer = {
      settled: ({ outcome }: ExchangeRecord) => outcome !== 'completed' && resolve(),
    }
    app.use(abortDetection({ observers: [history, observer] }))
  })
  app.get('/quick', (_req, res) => void res.end('ok'))
  app.get('/slow', () => {})
  const server = app.listen(0)
  try {
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await (await fetch(`http://127.0.0.1:${port}/quick`)).text()
    const leaver = connect(port, '127.0.0.1')
    leaver.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(server, 'request')
    leaver.destroy()
    await settled
    expect(diagnose(history.records())).toMatchObject({ exchanges: 2, disconnects: 1 })
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
