import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import getRawBody from 'raw-body'
import type { Operation, UpstreamSource } from './source.js'
import { httpUpstream, sayNothing, startAnswer, type Break } from './upstream-server.js'

const beforeHeaders = (how: Break): UpstreamSource => ({
  name: `http.request, ${how} before the headers`,
  takesSignal: true,
  takesReason: true,
  async open(stage, signal) {
    const upstream = await httpUpstream(stage, sayNothing)
    const request = http.get(upstream.url, { agent: false, ...(signal && { signal }) })
    const result = once(request, 'response')
    await Promise.race([upstream.asked, result])
    return operation(result, upstream, how, request)
  },
})

const inMidBody = (
  name: string,
  how: Break,
  consume: (answer: IncomingMessage) => Promise<unknown>,
  { dropsReason = false } = {},
): UpstreamSource => ({
  name,
  takesSignal: true,
  takesReason: true,
  dropsReason,
  async open(stage, signal) {
    const upstream = await httpUpstream(stage, startAnswer)
    const request = http.get(upstream.url, { agent: false, ...(signal && { signal }) })
    // Once the answer has begun, what befalls the request befalls the answer.
    request.on('error', () => undefined)
    const [answer] = (await once(request, 'response')) as [IncomingMessage]
    return operation(consume(answer), upstream, how, answer)
  },
})

function operation(
  result: Promise<unknown>,
  upstream: { fail(how: Break): void },
  how: Break,
  stream: { destroy(error?: Error): unknown },
): Operation {
  return {
    result,
    fail: () => {
      upstream.fail(how)
    },
    cancel: (reason) => {
      stream.destroy(reason)
    },
  }
}

async function iterate(answer: IncomingMessage): Promise<void> {
  for await (const _part of answer);
}

export const httpRequests: readonly UpstreamSource[] = [
  beforeHeaders('reset'),
  beforeHeaders('close'),
  inMidBody('http.request, reset in mid-body', 'reset', iterate),
  inMidBody('http.request, close in mid-body', 'close', iterate),
  // raw-body gives an upstream's abort the very shape that body-parser gives the client's.
  // It looks at 'aborted' alone, so whatever reason the answer was destroyed with is lost.
  inMidBody(
    'raw-body of an upstream, reset',
    'reset',
    (answer) => getRawBody(answer, { length: answer.headers['content-length'] ?? null }),
    { dropsReason: true },
  ),
]
