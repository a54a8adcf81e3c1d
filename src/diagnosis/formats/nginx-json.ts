import type { JsonFormat, JsonLine } from './format.js'
import { nginxDisconnect, nginxVerdict } from './nginx-combined.js'

const ages = ['request_time:s', 'rt:s', 'request_time_s:s', 'request_time_ms:ms', 'duration:s']
const times = ['time_iso8601', 'msec', 'time_local', '@timestamp', 'timestamp', 'time', 'ts']
const requests = ['request', 'request_uri', 'uri', 'path', 'url']

const has = (line: JsonLine, keys: readonly string[]): boolean =>
  keys.some((key) => Object.hasOwn(line, key.split(':', 1)[0] ?? ''))

export const nginxJson: JsonFormat = {
  kind: 'json',
  name: 'nginx-json',
  title: 'nginx access log as JSON, keys named as its variables or their usual short forms',
  component: 'nginx',
  source: 'https://nginx.org/en/docs/http/ngx_http_log_module.html',
  disconnect: nginxDisconnect,
  tells: ['age', 'first byte', 'phase', 'route'],
  fits: (line) =>
    Object.hasOwn(line, 'status') && has(line, [...ages, ...times]) && has(line, requests),
  fields: {
    end: times,
    age: ages,
    firstByte: ['upstream_header_time:s', 'uht:s'],
    status: ['status'],
    bytesOut: ['body_bytes_sent', 'bytes_sent', 'bytes'],
    completion: ['request_completion', 'rc'],
    request: ['request'],
    method: ['request_method', 'method'],
    path: ['request_uri', 'uri', 'path', 'url'],
    address: ['remote_addr', 'client', 'client_ip', 'ip'],
    agent: ['http_user_agent', 'user_agent', 'agent'],
  },
  verdict: nginxVerdict,
}
