import type { TextFormat } from './format.js'
import { combinedTemplate, nginxDisconnect, nginxVerdict } from './nginx-combined.js'

export const nginxIngress: TextFormat = {
  kind: 'text',
  name: 'nginx-ingress',
  title: 'ingress-nginx access log',
  component: 'ingress-nginx',
  source: 'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/',
  disconnect: nginxDisconnect,
  tells: ['age', 'phase', 'route'],
  templates: [`${combinedTemplate} {-} {age:s} [{-}] [{-}] {-} {-} {-} {-} {-}`],
  requires: ['age'],
  verdict: nginxVerdict,
}
