import type { ServerOptions } from 'node:http'
import {
  abortDetection,
  type ConnectionEvent,
  type ExchangeRecord,
  type Observer,
} from '../../src/index.js'
import { guardServer, type GuardServerOptions, type ServerGuard } from '../../src/server/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { RawClient } from '../harness/raw-client.js'
import {
  startServer,
  type AnyServer,
  type RunningServer,
  type ServerKind,
} from '../harness/servers.js'
import { Inbox, onCleanUp } from './support.js'

export interface Guarded {
  readonly running: RunningServer
  readonly server: AnyServer
  readonly guard: ServerGuard
  readonly events: Inbox<ConnectionEvent>
  readonly records: Inbox<ExchangeRecord>
  raw(): Promise<RawClient>
}

export interface GuardedOptions {
  readonly guard?: GuardServerOptions
  readonly serverOptions?: ServerOptions
  /** False for an application without any of the request side. */
  readonly detect?: boolean
  readonly prepare?: (server: AnyServer) => void
}

export const hello: Middleware = (_req, res) => void res.end('hello')

export const get = (path = '/'): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`

/** A guarded server, with all that its observer was told. */
export async function openGuarded(
  kind: ServerKind,
  layers: readonly Middleware[],
  { guard: options = {}, serverOptions = {}, detect = true, prepare }: GuardedOptions = {},
): Promise<Guarded> {
  const events = new Inbox<ConnectionEvent>('connection event')
  const records = new Inbox<ExchangeRecord>('record')
  const observer: Observer = {
    connection: (event) => void events.push(event),
    settled: (record) => void records.push(record),
  }
  let guard: ServerGuard | undefined
  const running = await startServer(
    kind,
    (app) => {
      if (detect) app.use(abortDetection({ observers: [observer] }))
      app.use(...layers)
    },
    {
      serverOptions,
      prepare: (server) => {
        guard = guardServer(server, { observers: [observer], ...options })
        prepare?.(server)
      },
    },
  )
  onCleanUp(() => running.close())
  return {
    running,
    server: running.server,
    guard: guard!,
    events,
    records,
    raw: async () => {
      const client = await RawClient.connect(running.port, { tls: kind === 'https' })
      onCleanUp(() => client.close())
      return client
    },
  }
}

/** How often a status line stands in what a client received. */
export const answersIn = (received: string): string[] =>
  [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status!)
