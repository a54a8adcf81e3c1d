import type { IncomingMessage } from 'node:http'
import { exchangeOf } from '../../src/index.js'
import type { Held, Inbox } from '../contract/support.js'
import { turns } from '../harness/turns.js'
import type { Proxy } from './proxy.js'

export const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
export const cutUpload = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf'

/** More than the buffers of two connections and a proxy hold. */
export const large = Buffer.alloc(32 * 1024 * 1024, 'x')

/** A limit of the proxy's own. */
export const LIMIT_MS = 1_000

/** Loose: the machine may be busy, and it is the proxy's clock. */
export function about(ms: number): unknown {
  return {
    asymmetricMatch: (actual: unknown) =>
      typeof actual === 'number' && actual > ms / 2 && actual < ms + 10_000,
    toString: () => `about ${ms}`,
  }
}

/**
 * The proxy does one thing after the other, and has answered a request that came after the client's
 * departure: so it knows of that, and has not told.
 */
export async function expectUnheard(
  proxy: Proxy,
  held: Inbox<Held>,
  req: IncomingMessage,
): Promise<void> {
  const next = await proxy.client()
  next.send(get)
  const later = await held.nth(2)
  later.res.end('later')
  await next.read((text) => text.includes('later'))
  await turns(25)
  expect(exchangeOf(req)).toMatchObject({ phase: 'processing', outcome: null })
  expect(exchangeOf(req).signal.aborted).toBe(false)
}
