import type { Facts, TextFormat, Verdict } from './format.js'
import { completed, left, timedOut } from './verdicts.js'

function albVerdict({ status }: Readonly<Facts>): Verdict {
  if (status === 460 || status === 499 || status === 0) return left.processing
  if (status === 504) return timedOut.processing
  if (status === 408) return timedOut.receiving
  return completed
}

export const awsAlb: TextFormat = {
  kind: 'text',
  name: 'aws-alb',
  title: 'AWS Application Load Balancer access log',
  component: 'aws-alb',
  source:
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html',
  disconnect:
    'Status 460: the client closed the connection before the idle timeout; or none at all. 504 and 408 are limits of the balancer. The age is the time of the response less `request_creation_time`.',
  tells: ['age', 'phase', 'route'],
  templates: [
    '{-} {end:iso} {-} {address} {-} {-} {-} {-} {status} {-} {-} {bytesOut} "{request}" "{agent}" {-} {-} {-} "{-}" "{-}" "{-}" {-} {start:iso} "{-}"',
    // As it was before it had `request_creation_time`: no age.
    '{-} {end:iso} {-} {address} {-} {-} {-} {-} {status} {-} {-} {bytesOut} "{request}" "{agent}" {-} {-}',
  ],
  verdict: albVerdict,
}
