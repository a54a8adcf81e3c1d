import type { Facts, JsonFormat, JsonLine, Verdict } from './format.js'
import { completed, left } from './verdicts.js'

function pinoVerdict({ status, flags }: Readonly<Facts>): Verdict {
  if (status === 0 || status === 499) return left.processing
  return flags === 'request aborted' ? left.responding : completed
}

const isObject = (value: unknown): value is JsonLine => typeof value === 'object' && value !== null

export const pinoHttp: JsonFormat = {
  kind: 'json',
  name: 'pino-http',
  title: 'pino-http, JSON',
  component: null,
  source: 'https://github.com/pinojs/pino-http#readme',
  disconnect:
    'The message `request aborted`, or a `res.statusCode` of null: no header had been sent. `responseTime` is the age.',
  tells: ['age', 'phase', 'route'],
  fits: (line) => isObject(line['req']) && isObject(line['res']),
  fields: {
    end: ['time'],
    age: ['responseTime:ms'],
    status: ['res.statusCode'],
    flags: ['msg'],
    method: ['req.method'],
    path: ['req.url'],
    address: ['req.remoteAddress'],
    agent: ['req.headers.user-agent'],
  },
  verdict: pinoVerdict,
}
