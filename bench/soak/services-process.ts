import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerParent } from '../processes/answers.js'

/** What the application calls: an HTTP upstream and a database, which fail as they are told to. */
const PART = Buffer.alloc(64 * 1024, 'x')

/** The ids of the faults that were carried out, on a connection that was still there. */
const injected = new Set<string>()

function inject(id: string | null, socket: net.Socket, fail: () => void): void {
  if (socket.destroyed || socket.readableEnded) return
  injected.add(id ?? '')
  fail()
}

const upstream = createServer((req, res) => void serve(req, res))
upstream.keepAliveTimeout = 600_000

async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { searchParams } = new URL(req.url ?? '', 'http://upstream')
  const fault = searchParams.get('fault')
  const reset = (): void => {
    inject(searchParams.get('id'), req.socket, () => req.socket.resetAndDestroy())
  }
  await sleep(2)
  if (fault === 'early') {
    reset()
    return
  }
  for (let part = 0; part < 4 && !res.destroyed; part++) {
    res.write(PART)
    await sleep(5)
    if (fault !== 'middle' || part < 1) continue
    reset()
    return
  }
  res.end()
}

const database = net.createServer((socket) => {
  socket.on('error', () => undefined)
  socket.setEncoding('latin1')
  socket.on('data', (lines) => {
    const [, id = '', fault] = /^BEGIN (\S+) (\S+)/.exec(String(lines)) ?? []
    if (fault === 'hangup') inject(id, socket, () => socket.destroy())
    else socket.write('ok\n')
  })
})

async function listen(server: net.Server): Promise<number> {
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 })
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function main(): Promise<void> {
  const ports = { upstream: await listen(upstream), database: await listen(database) }
  answerParent(
    {
      /** What was injected since the last time. */
      injected: () => {
        const ids = [...injected]
        injected.clear()
        return ids
      },
    },
    ports,
  )
}

void main()
