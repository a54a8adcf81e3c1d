import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const WORK_MS = 2
const PART = Buffer.alloc(64 * 1024, 'x')
const PARTS = 128

/**
 * The servers behind the application. By the number asked for, a supplier's catalogue is reset
 * before its headers or in the middle of its body, and the request it happened to is noted.
 */
export class Upstream {
  /** The requests whose upstream connection was reset. */
  readonly resets = new Set<string>()
  readonly #server = createServer((req, res) => void this.#answer(req, res))

  async listen(): Promise<number> {
    // A connection that is closed while idle would be one more fault, and one that nobody counts.
    this.#server.keepAliveTimeout = 300_000
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return (this.#server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    await sleep(WORK_MS)
    const [, kind, number] = (req.url ?? '').split('/')
    if (kind === 'rows') {
      res.setHeader('content-type', 'application/json')
      res.end(JSON.stringify({ page: number }))
      return
    }
    const fault = Number(number) % 4
    if (fault === 1) {
      this.#reset(req)
      return
    }
    for (let part = 0; part < PARTS && !req.socket.destroyed; part++) {
      await new Promise((sent) => res.write(PART, sent))
      if (fault === 3 && part === PARTS / 8) this.#reset(req)
    }
    res.end()
  }

  #reset(req: IncomingMessage): void {
    if (req.socket.destroyed) return
    this.resets.add(String(req.headers['x-request-id']))
    req.socket.resetAndDestroy()
  }
}
