import type { IncomingMessage } from 'node:http'
import {
  requestIdFrom,
  requestIdHeaders,
  type RequestIdSource,
} from '../../../src/middleware/request-id.js'
import { errorHandler, type Observer } from '../../../src/index.js'
import { within } from '../../harness/deferred.js'
import { endScenes, get, openScene } from '../support/scene.js'

const trace = '0af7651916cd43dd8448eb211c80319c'

function of(headers: object, source: RequestIdSource = requestIdHeaders): string | undefined {
  return requestIdFrom(source)?.({ headers } as IncomingMessage)
}

afterEach(endScenes)

describe('the id of a request', () => {
  it.each([
    ['is the trace id of a traceparent', `00-${trace}-b7ad6b7169203331-01`],
    ['is that of a later version too, which may hold more', `01-${trace}-b7ad6b7169203331-01-more`],
  ])('%s', (_what, traceparent) => {
    expect(of({ traceparent, 'x-request-id': 'r-1' })).toBe(trace)
  })

  it.each([
    'garbage',
    '',
    `00-${trace}`,
    `ff-${trace}-b7ad6b7169203331-01`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `00-${trace.toUpperCase()}-b7ad6b7169203331-01`,
    `00-${trace}-b7ad6b7169203331-01, 00-${trace}-b7ad6b7169203331-01`,
  ])('is x-request-id where traceparent is %j, which is none', (traceparent) => {
    expect(of({ traceparent, 'x-request-id': 'r-1' })).toBe('r-1')
  })

  it('is undefined where no header tells one', () => {
    expect(of({})).toBeUndefined()
    expect(of({ 'x-request-id': ' ' })).toBeUndefined()
    expect(of({ 'x-request-id': '\u200b\x9b' })).toBeUndefined()
  })

  it('holds nothing that a log must not, and has a length that it can hold', () => {
    expect(of({ 'x-request-id': 'a\x9b\u202e\u200bb\t' })).toBe('ab')
    expect(of({ 'x-request-id': 'x'.repeat(9_000) })).toHaveLength(128)
  })

  it('is found in the headers that were chosen, in their order, whatever their case', () => {
    const headers = { 'x-request-id': 'r-1', 'x-correlation-id': 'c-1' }
    expect(of(headers, ['X-Correlation-ID', 'x-request-id'])).toBe('c-1')
    expect(of(headers, ['x-none', 'X-Request-Id'])).toBe('r-1')
    expect(of(headers, [])).toBeUndefined()
  })

  it('may be what a function says', () => {
    expect(of({ 'x-a': 'b\n' }, (req) => req.headers['x-a'] as string)).toBe('b')
    expect(of({}, () => undefined)).toBeUndefined()
    expect(of({}, () => 17 as unknown as string)).toBeUndefined()
  })

  it('is looked for by nobody where it is turned off', () => {
    expect(requestIdFrom(false)).toBeUndefined()
  })
})

describe('a record', () => {
  const request = get('/', { 'X-Request-ID': 'r-1' })

  it('has the id of its request', async () => {
    const scene = await openScene({ request, detection: { observers: [{}] } })
    expect((await scene.leave('reset')).requestId).toBe('r-1')
  })

  it('has no key for an id that is not there, or that nobody wants', async () => {
    const without = await openScene()
    expect(await without.leave('reset')).not.toHaveProperty('requestId')
    const off = await openScene({ request, detection: { requestId: false } })
    expect(await off.leave('reset')).not.toHaveProperty('requestId')
  })

  it('has none where the function that finds it throws, and the exchange settles', async () => {
    const requestId = () => {
      throw new Error('of the function')
    }
    const scene = await openScene({ request, detection: { requestId } })
    expect(await scene.leave('reset')).not.toHaveProperty('requestId')
  })
})

test('an observer is told the id with an error, and with work that went on', async () => {
  const told: Record<string, unknown>[] = []
  const observer: Observer = {
    error: (_error, _attribution, context) => void told.push({ ...context }),
    late: (event) => void told.push({ ...event }),
  }
  const detection = { observers: [observer] }
  const scene = await openScene({ request: get('/', { 'X-Request-ID': 'r-1' }), detection })
  await within(5_000, 'the exchange settles', scene.leave('reset'))
  errorHandler()(new Error('late'), scene.req, scene.res, () => undefined)
  expect(told).toMatchObject([
    { requestId: 'r-1', phase: 'processing' },
    { requestId: 'r-1', what: 'error' },
  ])
})
