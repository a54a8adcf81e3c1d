import { inject, type DispatchFunc } from 'light-my-request'
import serverless from 'serverless-http'

export interface Reply {
  readonly status: number
  readonly body: string
  readonly retryAfter: unknown
}

export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly body?: string
}

/** Has an application answer a request that came over no connection. */
export type Adapter = (app: unknown, call?: Call) => Promise<Reply>

const headers = { 'content-type': 'application/json' }

/** A test's `inject`: the request's socket is an emitter and no stream. */
const injected: Adapter = async (app, { method = 'GET', body } = {}) => {
  const response = await inject(app as DispatchFunc, {
    method,
    url: '/report?secret=1',
    headers,
    ...(body === undefined ? {} : { payload: body }),
  })
  const { statusCode, headers: received } = response
  return { status: statusCode, body: response.body, retryAfter: received['retry-after'] }
}

interface LambdaReply {
  readonly statusCode: number
  readonly body: string
  readonly headers: Readonly<Record<string, unknown>>
}

/** A serverless adapter: the request's socket is a stream that never closes by itself. */
const served: Adapter = async (app, { method = 'GET', body = '' } = {}) => {
  const event = {
    httpMethod: method,
    path: '/report',
    queryStringParameters: { secret: '1' },
    headers,
    requestContext: { identity: { sourceIp: '127.0.0.1' } },
    body,
  }
  const reply = (await serverless(app as serverless.Application)(event, {})) as LambdaReply
  return {
    status: reply.statusCode,
    body: reply.body,
    retryAfter: reply.headers['retry-after'],
  }
}

export const adapters = { 'light-my-request': injected, 'serverless-http': served } as const
