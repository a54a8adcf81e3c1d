import { createServer, get, type IncomingMessage, type RequestListener } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { LoadBalancer } from '../../demo-app/network/load-balancer.js'
import { cleanUp, onCleanup } from './helpers.js'

const SHAPE = { latencyMs: 5, bytesPerSecond: Infinity, capacityBytes: 1024 * 1024 }
const IDLE_MS = 150

afterEach(cleanUp)

/** A balancer before an application; `cut` holds the client ports that were cut off. */
async function balance(application: RequestListener): Promise<{ url: string; cut: unknown[] }> {
  const server = createServer(application)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onCleanup(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  const cut: unknown[] = []
  const balancer = new LoadBalancer({
    target: () => (server.address() as AddressInfo).port,
    shape: SHAPE,
    idleMs: IDLE_MS,
    onCut: (port) => cut.push(port),
  })
  const port = await balancer.listen()
  onCleanup(() => balancer.close())
  return { url: `http://127.0.0.1:${String(port)}/`, cut }
}

async function ask(url: string): Promise<IncomingMessage> {
  const request = get(url, { agent: false })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  // A RST in the middle of the answer is told to both; the answer's error is the one to look at.
  request.on('error', () => undefined)
  return answer
}

test('an answer passes', async () => {
  const { url, cut } = await balance((_req, res) => res.end('hello'))
  const answer = await ask(url)
  expect(String((await answer.toArray())[0])).toBe('hello')
  expect(cut).toEqual([])
})

test('a user who was not answered within the limit gets a 504, and the application is told', async () => {
  let applicationSaw: Promise<unknown> | undefined
  const { url, cut } = await balance((req) => {
    applicationSaw = new Promise((resolve) => req.once('close', resolve))
  })
  const answer = await ask(url)
  expect(answer.statusCode).toBe(504)
  await applicationSaw
  expect(cut).toEqual([answer.socket.localPort])
})

test('an answer that stalls breaks off', async () => {
  const { url, cut } = await balance((_req, res) => res.write('half of it'))
  const answer = await ask(url)
  await expect(answer.toArray()).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(cut).toHaveLength(1)
})

test('an answer that moves may last longer than the limit', async () => {
  const { url, cut } = await balance((_req, res) => {
    let parts = 0
    const clock = setInterval(() => {
      if (++parts < 6) res.write('.')
      else {
        clearInterval(clock)
        res.end()
      }
    }, IDLE_MS / 3)
  })
  const answer = await ask(url)
  expect((await answer.toArray()).join('')).toBe('.....')
  expect(cut).toEqual([])
})
