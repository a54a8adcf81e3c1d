import { request } from 'undici'
import { Agent } from 'undici'
import type { Stage } from '../stage.js'
import type { Operation, UpstreamSource } from './source.js'
import { httpUpstream, sayNothing, startAnswer, type Upstream } from './upstream-server.js'

type Get = (url: string, signal: AbortSignal, stage: Stage) => Promise<Body>
interface Body {
  /** Resolves when the first part is there. */
  readonly started: Promise<unknown>
  readonly rest: () => Promise<unknown>
}

const source = (
  library: string,
  stageOfFailure: 'before the headers' | 'in mid-body',
  get: Get,
): UpstreamSource => ({
  name: `${library}, reset ${stageOfFailure}`,
  takesSignal: true,
  takesReason: true,
  async open(stage, signal) {
    const early = stageOfFailure === 'before the headers'
    const upstream = await httpUpstream(stage, early ? sayNothing : startAnswer)
    const own = new AbortController()
    const answer = get(upstream.url, signal ?? own.signal, stage)
    if (early) {
      await Promise.race([upstream.asked, answer])
      return operation(answer, upstream, own)
    }
    const body = await answer
    const result = body.rest()
    await Promise.race([body.started, result])
    return operation(result, upstream, own)
  },
})

const operation = (
  result: Promise<unknown>,
  upstream: Upstream,
  own: AbortController,
): Operation => ({
  result,
  fail: () => {
    upstream.fail('reset')
  },
  cancel: (reason) => {
    own.abort(reason)
  },
})

const viaFetch: Get = async (url, signal) => {
  const answer = await fetch(url, { signal })
  return readAll(answer.body ?? new ReadableStream<Uint8Array>())
}

const viaUndici: Get = async (url, signal, stage) => {
  const dispatcher = new Agent()
  stage.onCleanUp(() => dispatcher.destroy())
  const { body } = await request(url, { signal, dispatcher })
  return readAll(body)
}

function readAll(body: AsyncIterable<unknown>): Body {
  let begin: (value?: unknown) => void = () => undefined
  const started = new Promise((resolve) => {
    begin = resolve
  })
  return {
    started,
    rest: async () => {
      for await (const _part of body) begin()
    },
  }
}

export const fetches: readonly UpstreamSource[] = [
  source('fetch', 'before the headers', viaFetch),
  source('fetch', 'in mid-body', viaFetch),
  source('undici', 'before the headers', viaUndici),
  source('undici', 'in mid-body', viaUndici),
]
