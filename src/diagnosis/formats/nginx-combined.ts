import type { Facts, TextFormat, Verdict } from './format.js'
import { completed, left, timedOut } from './verdicts.js'

/** What nginx logs, in whatever form: ngx_http_request.h names 499 "client closed request". */
export function nginxVerdict({ status, bytesOut, complete }: Readonly<Facts>): Verdict {
  // morgan writes - where no header went out, nginx 000.
  if (status === 499 || status === 0) return left.processing
  if (status === 504) return timedOut.processing
  if (status === 408) return timedOut.receiving
  // An upload that the client broke off is a 400 that nobody was there to be sent.
  if (status === 400 && bytesOut === 0) return left.receiving
  if (complete === false) return left.responding
  return completed
}

export const combinedTemplate =
  '{address} - {-} [{end:clf}] "{request}" {status} {bytesOut} "{-}" "{agent}"'

export const nginxDisconnect =
  'Status 499, `-` or 000 (no header went out), or 400 with no byte sent (an upload broken off). Where `$request_completion` is logged, also an answer that did not go out whole: nginx keeps its status, such as 200. 504 and 408 are limits of nginx itself.'

export const nginxCombined: TextFormat = {
  kind: 'text',
  name: 'nginx-combined',
  title: 'access log of nginx, Apache or morgan, combined',
  component: null,
  source: 'https://nginx.org/en/docs/http/ngx_http_log_module.html',
  disconnect: nginxDisconnect,
  tells: ['route', 'phase'],
  advice:
    'This log has no durations, so ages and limits cannot be told. Add them in nginx: ' +
    `log_format timed '$remote_addr - $remote_user [$time_local] "$request" $status ` +
    `$body_bytes_sent "$http_referer" "$http_user_agent" rt=$request_time ` +
    `urt=$upstream_response_time rc=$request_completion'; access_log /var/log/nginx/access.log timed;`,
  templates: [combinedTemplate],
  verdict: nginxVerdict,
}
