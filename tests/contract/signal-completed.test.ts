import type { IncomingMessage } from 'node:http'
import { abortSignal, exchangeOf } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { turns } from '../harness/turns.js'
import { cleanUp, Inbox, open } from './support.js'

afterEach(cleanUp)

const answer: Middleware = (_req, res) => res.end('hello')
const readFirst: Middleware = (req, res) => req.resume().on('end', () => res.end('hello'))
const readAfter: Middleware = (req, res) => {
  res.end('hello')
  req.resume()
}
const post = { method: 'POST', body: 'x'.repeat(1000) }

const cases: readonly [what: string, layer: Middleware, call: object][] = [
  ['a GET', answer, {}],
  ['a HEAD', answer, { method: 'HEAD' }],
  ['a POST that was read', readFirst, post],
  ['a POST that nobody read', answer, post],
  ['a POST that was read after the answer', readAfter, post],
  ['a POST that was read as an async iterator', iterated, post],
  ['a big answer', (_req, res) => res.end(Buffer.alloc(6_000_000)), {}],
  ['an answer in parts', (_req, res) => res.write('a') && setImmediate(() => res.end('b')), {}],
]

async function iterated(req: IncomingMessage, res: { end(text: string): unknown }): Promise<void> {
  let length = 0
  for await (const chunk of req) length += (chunk as Buffer).length
  res.end(String(length))
}

describe.each(serverKinds)('on %s the signal never aborts on', (kind) => {
  test.each(cases)('%s', async (_what, layer, call) => {
    const seen = new Inbox<{ signal: AbortSignal; req: IncomingMessage }>('request')
    const scene = await open(kind, [
      (req, res, next) => {
        seen.push({ signal: abortSignal(req), req })
        return layer(req, res, next)
      },
    ])
    const visitor = await scene.visitor()
    await visitor.ask(call)
    const { signal, req } = await seen.nth(1)
    await scene.records.nth(1)
    await turns(5)
    expect(signal.aborted).toBe(false)
    visitor.leave()
    await scene.disconnected()
    await turns(5)
    expect(signal.aborted).toBe(false)
    expect(abortSignal(req)).toBe(signal)
  })

  test('a request of which nobody had asked before it was over', async () => {
    const seen = new Inbox<IncomingMessage>('request')
    const scene = await open(kind, [
      (req, res) => {
        seen.push(req)
        res.end('hello')
      },
    ])
    const visitor = await scene.visitor()
    await visitor.ask()
    await visitor.ask()
    const req = await seen.nth(1)
    await scene.records.nth(2)
    expect(abortSignal(req).aborted).toBe(false)
    visitor.leave()
    await scene.server.close()
    expect(abortSignal(req).aborted).toBe(false)
    expect(exchangeOf(req)).toMatchObject({ outcome: 'completed', phase: 'done', reason: null })
  })
})
