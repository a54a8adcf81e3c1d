import type { TextFormat } from './format.js'
import { combinedTemplate, nginxDisconnect, nginxVerdict } from './nginx-combined.js'

export const nginxTimed: TextFormat = {
  kind: 'text',
  name: 'nginx-timed',
  title: 'nginx access log, combined with rt= and its like',
  component: 'nginx',
  source: 'https://nginx.org/en/docs/http/ngx_http_log_module.html',
  disconnect: nginxDisconnect,
  tells: ['age', 'first byte', 'phase', 'route'],
  templates: [combinedTemplate],
  pairs: {
    rt: 'age:s',
    request_time: 'age:s',
    uht: 'firstByte:s',
    upstream_header_time: 'firstByte:s',
    rc: 'completion',
    request_completion: 'completion',
  },
  requires: ['age'],
  verdict: nginxVerdict,
}
