import { envoyDisconnect, envoySource, envoyVerdict } from './envoy.js'
import type { JsonFormat } from './format.js'

export const envoyJson: JsonFormat = {
  kind: 'json',
  name: 'envoy-json',
  title: 'Envoy access log as JSON, keys as Istio names them',
  component: 'envoy',
  source: envoySource,
  disconnect: envoyDisconnect,
  tells: ['age', 'phase', 'route'],
  fits: (line) => Object.hasOwn(line, 'response_flags') && Object.hasOwn(line, 'response_code'),
  fields: {
    start: ['start_time'],
    age: ['duration:ms'],
    status: ['response_code'],
    bytesOut: ['bytes_sent'],
    flags: ['response_flags'],
    method: ['method'],
    path: ['path', 'x_envoy_original_path'],
    address: ['downstream_remote_address', 'x_forwarded_for'],
    agent: ['user_agent'],
  },
  verdict: envoyVerdict,
}
