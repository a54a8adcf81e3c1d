import type { Outcome, Phase } from '../../src/index.js'
import { RawClient } from '../harness/raw-client.js'
import { stalled } from '../harness/turns.js'
import type { FleetApp } from './app.js'

/** What a client did, and what became of it as it saw it: `GET /items/:id completed done`. */
export type Seen = `${string} ${string} ${Outcome} ${Phase}`

/** One client's visit; tells each exchange it had. */
export type Visit = (app: FleetApp, id: string) => Promise<readonly Seen[]>

const reset = (client: RawClient): void => {
  client.reset()
}
const close = (client: RawClient): void => {
  client.close()
}

/** The kinds of visits, with how often each comes. */
export const visits: Readonly<Record<string, readonly [weight: number, visit: Visit]>> = {
  reads: [40, reads((id) => get(`/items/${id}`), 'GET /items/:id completed done')],
  posts: [10, reads(() => post('/items', '{"a":1}'), 'POST /items completed done')],
  'finds nothing': [5, reads((id) => get(`/nothing/${id}`), 'GET (unmatched) completed done')],
  'makes up a method': [
    2,
    reads((id) => get(`/items/${id}`, 'PROPFIND'), '_OTHER (unmatched) completed done'),
  ],
  'meets an error': [5, reads((id) => get(`/error/${id}`), 'GET /error/:id completed done')],
  'is too slow for': [5, reads((id) => get(`/slow/${id}`), 'GET /slow/:id timed-out processing')],
  pipelines: [
    4,
    async (app, id) => {
      const client = await RawClient.connect(app.port)
      client.send(get(`/items/${id}`).repeat(3))
      await client.read((text) => text.split('\r\n\r\n{').length > 3)
      client.close()
      return Array<Seen>(3).fill('GET /items/:id completed done')
    },
  ],
  'leaves a report': [
    10,
    leaves((id) => get(`/report/${id}`), close, 'GET /report/:id client-disconnected processing'),
  ],
  'resets a report': [
    5,
    leaves((id) => get(`/report/${id}`), reset, 'GET /report/:id client-disconnected processing'),
  ],
  'leaves a stream': [
    6,
    leaves((id) => get(`/events/${id}`), reset, 'GET /events/:id client-disconnected responding'),
  ],
  'cuts an upload': [
    4,
    leaves(
      (id) => post(`/upload/${id}`, 'some', 1_000),
      close,
      'POST /upload/:id client-disconnected receiving',
    ),
  ],
  'leaves what then fails': [
    2,
    leaves((id) => get(`/unclear/${id}`), close, 'GET /unclear/:id client-disconnected processing'),
  ],
  'stalls a film': [
    0.3,
    async (app, id) => {
      const client = await RawClient.connect(app.port)
      client.send(get(`/film/${id}`))
      await stalled((await app.reached(id)).socket)
      client.reset()
      return ['GET /film/:id client-disconnected flushing']
    },
  ],
  'is broken off': [1, ended((id) => get(`/broken/${id}`), 'GET /broken/:id failed responding')],
  'is dropped': [
    1,
    ended((id) => get(`/dropped/${id}`), 'GET /dropped/:id server-closed processing'),
  ],
}

/** Reads the whole answer, on a connection that is kept for it alone. */
function reads(request: (id: string) => string, seen: Seen): Visit {
  return async (app, id) => {
    const client = await RawClient.connect(app.port)
    client.send(request(id).replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))
    const answer = await client.read()
    client.close()
    if (!/^HTTP\/1.1 [245]\d\d /.test(answer)) throw new Error(`no answer for ${seen}: ${answer}`)
    return [seen]
  }
}

/** Leaves when the handler is at work. */
function leaves(
  request: (id: string) => string,
  leave: (client: RawClient) => void,
  seen: Seen,
): Visit {
  return async (app, id) => {
    const client = await RawClient.connect(app.port)
    client.send(request(id))
    await app.reached(id)
    leave(client)
    return [seen]
  }
}

/** Stays until the server ends it. */
function ended(request: (id: string) => string, seen: Seen): Visit {
  return async (app, id) => {
    const client = await RawClient.connect(app.port)
    client.send(request(id))
    await client.read()
    client.close()
    return [seen]
  }
}

function get(path: string, method = 'GET'): string {
  return `${method} ${path} HTTP/1.1\r\nHost: shop\r\n\r\n`
}

function post(path: string, body: string, length = body.length): string {
  return `POST ${path} HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`
}
