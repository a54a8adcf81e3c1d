import type { Facts, TextFormat, Verdict } from './format.js'
import { completed, left, timedOut } from './verdicts.js'

const whole = (flags: string, ...wanted: string[]): boolean =>
  flags.split(',').some((flag) => wanted.includes(flag))

/** The response flags, of which a line may have several. */
export function envoyVerdict({ flags, status }: Readonly<Facts>): Verdict {
  const phase = status === 0 || status === 499 ? 'processing' : 'responding'
  if (whole(flags, 'DC', 'DR', 'DownstreamConnectionTermination', 'DownstreamRemoteReset')) {
    return left[phase]
  }
  if (whole(flags, 'UT', 'UMSDR', 'UpstreamRequestTimeout')) return timedOut.processing
  if (whole(flags, 'SI', 'DT', 'StreamIdleTimeout', 'DurationTimeout')) {
    return status === 0 || status >= 400 ? timedOut.processing : timedOut.responding
  }
  return status === 0 ? left.processing : completed
}

export const envoyDisconnect =
  'The response flag `DC` or `DR`, or the code 0: the client ended it before a response began. `UT`, `UMSDR`, `SI` and `DT` are limits of Envoy itself.'

export const envoySource =
  'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage'

export const envoy: TextFormat = {
  kind: 'text',
  name: 'envoy',
  title: 'Envoy access log, default format, also as Istio has it',
  component: 'envoy',
  source: envoySource,
  disconnect: envoyDisconnect,
  tells: ['age', 'phase', 'route'],
  templates: [
    '[{start:iso}] "{request}" {status} {flags} {-} {bytesOut} {age:ms} {-} "{address}" "{agent}" "{-}" "{-}" "{-}"',
    '[{start:iso}] "{request}" {status} {flags} {-} {-} "{-}" {-} {bytesOut} {age:ms} {-} "{address}" "{agent}" "{-}" "{-}" "{-}"',
  ],
  verdict: envoyVerdict,
}
