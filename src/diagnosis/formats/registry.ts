import { awsAlb } from './aws-alb.js'
import { caddy } from './caddy.js'
import { envoyJson } from './envoy-json.js'
import { envoy } from './envoy.js'
import type { LogFormat } from './format.js'
import { hangupJson } from './hangup.js'
import { haproxyHttp } from './haproxy-http.js'
import { haproxyTcp } from './haproxy-tcp.js'
import { morganCommon, morganDev, morganShort, morganTiny } from './morgan.js'
import { nginxCombined } from './nginx-combined.js'
import { nginxError } from './nginx-error.js'
import { nginxIngress } from './nginx-ingress.js'
import { nginxJson } from './nginx-json.js'
import { nginxTimed } from './nginx-timed.js'
import { pinoHttp } from './pino-http.js'
import { traefik } from './traefik.js'

/** The formats that are read, those that say more of a line before those that say less. */
export const logFormats: readonly LogFormat[] = [
  hangupJson,
  pinoHttp,
  caddy,
  traefik,
  envoyJson,
  nginxJson,
  nginxIngress,
  nginxTimed,
  nginxCombined,
  nginxError,
  haproxyHttp,
  haproxyTcp,
  envoy,
  awsAlb,
  morganCommon,
  morganShort,
  morganDev,
  morganTiny,
]

/** The format of this name; undefined where there is none. */
export function logFormat(name: string): LogFormat | undefined {
  return logFormats.find((format) => format.name === name)
}
