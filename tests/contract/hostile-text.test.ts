import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import express, { type NextFunction, type Request, type Response } from 'express'
import http from 'node:http'
import http2 from 'node:http2'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import pino, { type Logger as PinoLogger } from 'pino'
import { Registry } from 'prom-client'
import winston from 'winston'
import {
  abortDetection,
  errorHandler,
  type ExchangeRecord,
  type HangupOptions,
  type Observer,
} from '../../src/index.js'
import { prometheusObserver } from '../../src/observers/prometheus/index.js'
import { winstonObserver } from '../../src/observers/winston/index.js'
import { documented } from '../harness/documented.js'
import { H2Client } from '../harness/h2-client.js'
import { plainApp } from '../harness/plain-app.js'
import { RawClient } from '../harness/raw-client.js'
import { Lines } from '../unit/support/lines.js'

const page = 'docs/how-to/loggers.md'
const { pinoObserver } = documented(page, 'pino') as {
  pinoObserver: (logger: PinoLogger) => Observer
}
const { consoleObserver } = documented(page, 'console') as {
  consoleObserver: (out: Pick<Console, 'log' | 'error'>) => Observer
}

/** What a client may try: to forge a line, to drive a terminal, to hide, to reorder, to be long. */
const attacks = [
  '\n{"level":"error","message":"forged"}',
  '\r\nforged: yes',
  '\x1b[2J\x1b[31mred',
  '\x1b]0;owned\x07',
  '\x9b31m\x85\x90',
  '\u202egnp.exe\u2066\u2069',
  '\u200b\u200c\u200d\ufeff\u00ad\u2060',
  '\u{e0041}\u{e0042}',
  '\u2028\u2029',
  '\0\x07\x08\x7f',
  '%s%d%o%j %c',
  '"},{"a":"\\',
  '{label="x"} 1\n# HELP',
  'x'.repeat(6_000),
]

const settled = 'express-hangup:exchange:settled'

/** Everything that every observer writes, as bytes. */
class Sinks {
  readonly json = new Lines()
  readonly text = new Lines()
  readonly pino = new Lines()
  readonly console = new Lines()
  readonly register = new Registry()
  readonly published: ExchangeRecord[] = []
  readonly observers: readonly Observer[]
  readonly #keep = (record: unknown): void => void this.published.push(record as ExchangeRecord)

  constructor() {
    const { json, simple } = winston.format
    const to = (stream: Lines) => [new winston.transports.Stream({ stream })]
    const print = winston.format.printf(({ level, message }) => `${level}: ${String(message)}`)
    const logger = winston.createLogger({
      level: 'debug',
      format: json(),
      transports: to(this.json),
    })
    const plain = winston.createLogger({
      level: 'debug',
      format: winston.format.combine(winston.format.splat(), simple(), print),
      transports: to(this.text),
    })
    const write = (text: string): void => void this.console.write(`${text}\n`)
    this.observers = [
      winstonObserver(logger),
      winstonObserver(plain),
      pinoObserver(pino({ level: 'debug' }, this.pino)),
      consoleObserver({ log: write, error: write }),
      prometheusObserver({ register: this.register }),
    ]
    subscribe(settled, this.#keep)
  }

  async all(): Promise<Record<string, string>> {
    const joined = (lines: Lines): string => lines.all.map((line) => `${line}\n`).join('')
    return {
      'winston as JSON': joined(this.json),
      'winston as text': joined(this.text),
      pino: joined(this.pino),
      console: joined(this.console),
      prometheus: await this.register.metrics(),
      'the channel': this.published.map((record) => `${unescaped(record)}\n`).join(''),
    }
  }

  close(): void {
    unsubscribe(settled, this.#keep)
  }
}

/** All strings of a record as they are: JSON would hide what is in them. */
function unescaped(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.values(value).map(unescaped).join(' ')
}

/** Bytes that no output may hold: controls but the line feed that ends a line, and what hides. */
function expectHarmless(output: Record<string, string>): void {
  for (const [name, text] of Object.entries(output)) {
    const odd = [...Buffer.from(text)].filter(
      (byte) => byte !== 0x0a && (byte < 0x20 || byte === 0x7f),
    )
    expect({ name, odd }).toEqual({ name, odd: [] })
    const hidden = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u0080-\u009f]/u.exec(
      text,
    )
    expect({ name, hidden: hidden?.[0].codePointAt(0) ?? null }).toEqual({ name, hidden: null })
    for (const line of text.split('\n')) expect(line.length).toBeLessThan(24_000)
  }
}

let sinks: Sinks
beforeEach(() => (sinks = new Sinks()))
afterEach(() => sinks.close())

/** The same path through Node's parser, where it lets it through. */
const onTheWire = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

async function played(
  options: HangupOptions,
  requests: readonly string[],
): Promise<Record<string, string>> {
  const app = express()
  app.set('trust proxy', true)
  app.use(abortDetection({ ...options, observers: sinks.observers }))
  app.get('/users/:name', (_req, res) => void res.send('hello'))
  app.get('/broken/:name', (req) => {
    throw new Error(`no user ${req.params.name} for ${String(req.headers['user-agent'])}`)
  })
  app.get('/left/:name', () => undefined)
  app.use(errorHandler())
  app.use((_error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    res.status(500).send('broken')
  })
  const server = http.createServer({ maxHeaderSize: 64 * 1024 }, app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  for (const request of requests) {
    const arrived = once(server, 'request')
    const client = await RawClient.connect((server.address() as AddressInfo).port)
    client.send(Buffer.from(request, 'latin1'))
    // Node's parser refuses some of them, with 400 and without a request.
    const answer = client.read((text) => text.includes('\r\n\r\n'))
    if (request.startsWith('GET /left/')) await Promise.race([arrived, answer])
    else await answer
    client.reset()
  }
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
  return sinks.all()
}

function requestsWith(attack: string): string[] {
  const wire = onTheWire(attack).replace(/[\r\n\0]/g, '')
  const headers = [
    `User-Agent: ${wire}`,
    `X-Request-Id: ${wire}`,
    `traceparent: ${wire}`,
    `X-Forwarded-For: 203.0.113.7${wire}`,
    `Via: ${wire}`,
    `CF-Ray: ${wire}`,
    `Referer: ${wire}`,
  ].join('\r\n')
  const encoded = encodeURIComponent(attack)
  const ways = ['users', 'broken', 'left'].flatMap((way) => [
    `GET /${way}/${encoded} HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n`,
    `GET /${way}/${wire.replaceAll(' ', '')} HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n`,
    `GET /${way}/${encoded} HTTP/1.1\r\nHost: a\r\n\r\n`,
  ])
  return [...ways, `G${wire}T /users/x HTTP/1.1\r\nHost: a\r\n\r\n`]
}

describe('what a client sends', () => {
  it.each(attacks)('does nothing to a log, nor to metrics: %j', async (attack) => {
    expectHarmless(await played({}, requestsWith(attack)))
    expect(sinks.published.length).toBeGreaterThanOrEqual(3)
    for (const lines of [sinks.json, sinks.pino, sinks.console]) {
      for (const line of lines.json) expect(Object.keys(line)).not.toContain('forged')
    }
    expect(sinks.text.all.every((line) => /^(debug|info|error): /.test(line))).toBe(true)
  })

  it.each(attacks)('does nothing after a redactor has decoded it: %j', async (attack) => {
    const redactPath = (path: string) => decodeURIComponent(path)
    expectHarmless(await played({ redactPath, address: 'full' }, requestsWith(attack)))
  })

  it('is written to the byte as it was, but for what was left out', async () => {
    const output = await played({ redactPath: decodeURIComponent }, [
      'GET /users/a%1b%5b31mb%0ac%E2%80%AEd?token=secret HTTP/1.1\r\n' +
        'Host: a\r\nConnection: close\r\nX-Request-Id: r\x9b-\xc2\xad1\r\n\r\n',
    ])
    const line = Buffer.from(output['winston as text'] ?? '')
    expect(line.toString('latin1')).toMatch(
      /^debug: completed GET \/users\/abcd after \d+ ms \(200\)\n$/,
    )
    expect(sinks.published).toMatchObject([{ path: '/users/abcd', requestId: 'r-Â1' }])
    expect(output['winston as JSON']).not.toContain('secret')
    expect(output['prometheus']).toContain('route="/users/:name"')
    expect(output['prometheus']).not.toContain('abcd')
  })
})

describe('what a client sends over HTTP/2', () => {
  it('is harmless too, though any word may be a method there', async () => {
    const app = plainApp()
    app.use(abortDetection({ observers: sinks.observers }))
    app.use((_req: unknown, res: { end(text: string): void }) => res.end('hello'))
    const server = http2.createServer(app.listener as never).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = await H2Client.connect((server.address() as AddressInfo).port)
    const words = ['X'.repeat(5_000), 'GET"},{', 'a%sb', "it's~fine", ...attacks.map(onTheWire)]
    for (const word of words) {
      const headers = { ':path': `/${word}`, 'x-request-id': word, 'user-agent': word }
      for (const method of [word, 'GET']) {
        try {
          const stream = client.request({ ...headers, ':method': method }).resume()
          await once(stream, 'close')
        } catch {
          // Node's own client refuses it.
        }
        if (client.session.destroyed) break
      }
    }
    client.close()
    const closed = once(server, 'close')
    server.close()
    await closed
    expectHarmless(await sinks.all())
    expect(sinks.published.length).toBeGreaterThan(0)
    for (const { method, path } of sinks.published) {
      expect(method.length).toBeLessThanOrEqual(32)
      expect(path.length).toBeLessThanOrEqual(1024)
    }
  })
})
