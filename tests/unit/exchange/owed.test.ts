import { isOwedByApplication } from '../../../src/exchange/owed.js'
import { startServer, type RunningServer } from '../../harness/servers.js'
import { deferred } from '../../harness/deferred.js'
import type { IncomingMessage, ServerResponse } from 'node:http'
import net from 'node:net'

let server: RunningServer | undefined
let client: net.Socket | undefined
afterEach(async () => {
  client?.destroy()
  await server?.close()
})

/** Whether an answer that began like this, and stands still, is owed. */
async function owedAfter(begin: (res: ServerResponse) => void): Promise<boolean> {
  const owed = deferred<boolean>()
  server = await startServer('http', (app) => {
    app.use((_req: IncomingMessage, res: ServerResponse) => {
      begin(res)
      owed.resolve(isOwedByApplication(res))
    })
  })
  client = net.connect(server.port, '127.0.0.1')
  client.write('GET / HTTP/1.1\r\nHost: test\r\n\r\n')
  return owed.promise
}

const begins: Readonly<Record<string, (res: ServerResponse, type: string) => void>> = {
  setHeader: (res, type) => {
    res.setHeader('Content-Type', type)
    res.flushHeaders()
  },
  'writeHead with an object': (res, type) => {
    res.writeHead(200, { 'content-type': type }).flushHeaders()
  },
  'writeHead with an array': (res, type) => {
    res.writeHead(200, ['CONTENT-TYPE', type]).flushHeaders()
  },
}

describe.each(Object.entries(begins))('an answer begun by %s', (_how, begin) => {
  test.each([
    ['text/event-stream', false],
    ['text/event-stream; charset=utf-8', false],
    ['multipart/x-mixed-replace; boundary=frame', false],
    ['application/grpc+proto', false],
    ['text/html', true],
    ['application/json', true],
  ])('of type %s is owed: %s', async (type, owed) => {
    expect(await owedAfter((res) => begin(res, type))).toBe(owed)
  })
})

test('an answer is owed that says no type', async () => {
  expect(await owedAfter((res) => res.flushHeaders())).toBe(true)
})

test('an answer is not owed that has not begun, or that has ended', async () => {
  expect(await owedAfter(() => undefined)).toBe(false)
  await server?.close()
  expect(await owedAfter((res) => res.end())).toBe(false)
})
