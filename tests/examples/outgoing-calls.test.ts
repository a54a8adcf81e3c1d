import { types } from 'node:util'
import type { Middleware } from '../harness/http-shapes.js'
import { documented } from '../harness/documented.js'
import {
  cleanUp,
  errorOf,
  isCutWhenTheLimitPasses,
  soon,
  stopsWhenTheClientLeaves,
  stopsWhenTheLimitPasses,
  Upstream,
  type Example,
} from './stopping.js'

const page = 'docs/how-to/cancel-work.md'
afterEach(cleanUp)

type Make = (url: string) => Middleware

function made(heading: string): Make {
  const { report, download } = documented(page, heading) as { report?: Make; download?: Make }
  return (report ?? download)!
}

function calling(upstream: Upstream, make: Make): Example {
  return {
    handler: make(upstream.url),
    begun: upstream.calls.nth(1),
    stopped: () => upstream.closed.nth(1),
  }
}

describe.each(['fetch', 'undici', 'http.request', 'Pass the remaining time along'])(
  'a call with %s, as documented',
  (heading) => {
    const make = made(heading)

    test('is ended when the client leaves', async () => {
      await stopsWhenTheClientLeaves(calling(await Upstream.start(), make))
    })

    test('is ended when the limit passes, and 503 answered', async () => {
      await stopsWhenTheLimitPasses(calling(await Upstream.start(), make))
    })

    test('is ended when the client leaves in the middle of the body', async () => {
      const upstream = await Upstream.start((_req, res) => void res.write('{"half":'))
      const { handler, stopped } = calling(upstream, make)
      await stopsWhenTheClientLeaves({ handler, stopped, begun: begunBody(upstream) })
    })

    test('tells the application of an upstream that breaks off', async () => {
      const upstream = await Upstream.start()
      void upstream.calls.nth(1).then(({ res }) => void res.destroy())
      const error = await errorOf(make(upstream.url))
      expect(types.isNativeError(error)).toBe(true)
    })

    test('tells the application of an upstream that breaks off in the middle', async () => {
      const upstream = await Upstream.start((_req, res) => void res.write('{"half":'))
      void begunBody(upstream).then(({ res }) => void res.destroy())
      const error = await errorOf(make(upstream.url))
      expect(types.isNativeError(error)).toBe(true)
    })
  },
)

test('a download with http.request is cut when the limit passes in the middle of it', async () => {
  const upstream = await Upstream.start((_req, res) => void res.write('half'))
  const { handler, stopped } = calling(upstream, made('http.request'))
  await isCutWhenTheLimitPasses({ handler, stopped, begun: begunBody(upstream) })
})

/** The header and the first bytes have left the upstream. */
async function begunBody(upstream: Upstream) {
  const call = await upstream.calls.nth(1)
  await soon('the first bytes', new Promise((resolve) => call.res.write('1', resolve)))
  return call
}
