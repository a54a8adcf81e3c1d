import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  abortDetection,
  exchangeOf,
  type AbortDetectionOptions,
  type Exchange,
  type ExchangeRecord,
} from '../../../src/index.js'
import { deferred, within } from '../../harness/deferred.js'
import type { Middleware } from '../../harness/http-shapes.js'
import { RawClient } from '../../harness/raw-client.js'
import { startServer, type RunningServer, type ServerKind } from '../../harness/servers.js'
import { stalled, turns } from '../../harness/turns.js'

export type Fault = 'fin' | 'close' | 'reset'

export interface SceneOptions {
  readonly kind?: Exclude<ServerKind, 'h2' | 'https'>
  readonly request?: string
  readonly detection?: AbortDetectionOptions
  /** Mounted between `abortDetection` and the handler. */
  readonly before?: readonly Middleware[]
  /** Leaves the exchange alone until the handler has returned. */
  readonly unasked?: boolean
  /** Runs as the handler; the scene begins when it returns. Without one nothing is answered. */
  readonly handler?: (req: IncomingMessage, res: ServerResponse) => void
}

/** One request that arrived on a real server, and whose client is ours. */
export interface Scene {
  readonly server: RunningServer
  readonly client: RawClient
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly exchange: Exchange
  readonly settled: Promise<ExchangeRecord>
  /** The client leaves; resolves when the exchange has settled. */
  leave(fault: Fault): Promise<ExchangeRecord>
}

const open: Scene['server'][] = []
const clients: RawClient[] = []

/** Call it in `afterEach`. */
export async function endScenes(): Promise<void> {
  for (const client of clients.splice(0)) client.close()
  for (const server of open.splice(0)) await server.close()
}

export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const { kind = 'http', request = get('/'), detection = {}, before = [], handler } = options
  const { unasked = false } = options
  const arrived = deferred<{ req: IncomingMessage; res: ServerResponse }>()
  const server = await startServer(kind, (app) => {
    app.use(abortDetection(detection))
    for (const layer of before) app.use(layer)
    app.use((req: IncomingMessage, res: ServerResponse) => {
      if (!unasked) exchangeOf(req)
      handler?.(req, res)
      arrived.resolve({ req, res })
    })
  })
  open.push(server)
  const client = await RawClient.connect(server.port)
  clients.push(client)
  client.send(request)
  const { req, res } = await within(5_000, 'the request arrives', arrived.promise)
  const exchange = exchangeOf(req)
  const settled = new Promise<ExchangeRecord>((resolve) => {
    exchange.onSettled(resolve)
  })
  const leave = async (fault: Fault): Promise<ExchangeRecord> => {
    if (fault === 'fin') client.fin()
    else if (fault === 'close') client.close()
    else client.reset()
    const record = await within(5_000, 'the exchange settles', settled)
    await turns(3)
    return record
  }
  return { server, client, req, res, exchange, settled, leave }
}

/** Handlers that leave an exchange in a phase. */
export const inPhase = {
  processing: () => undefined,
  responding: (_req: IncomingMessage, res: ServerResponse) => void res.write('begun'),
  flushing: (_req: IncomingMessage, res: ServerResponse) => void res.end(Buffer.alloc(16 << 20)),
} as const

/** Resolves when a response of many bytes has filled what the kernel takes. */
export async function flushing({ req }: Scene): Promise<void> {
  await stalled(req.socket)
}

export function get(path: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ Host: 'test', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}
