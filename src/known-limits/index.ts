import { balancers } from './balancers.js'
import { cdns } from './cdns.js'
import { clients } from './clients.js'
import type { KnownComponent, KnownLimit } from './known-limit.js'
import { platforms } from './platforms.js'
import { probes } from './probes.js'
import { proxies } from './proxies.js'
import { servers } from './servers.js'
import { webhooks } from './webhooks.js'

export type {
  ComponentKind,
  Covers,
  KnownLimit,
  LimitConfidence,
  SeenClosure,
} from './known-limit.js'

/**
 * The default time limits of what may stand between a user and the server. They are defaults, and
 * what somebody found: `source` says where, `confidence` how sure that is.
 */
export const knownLimits: readonly KnownLimit[] = Object.freeze(
  [balancers, platforms, cdns, proxies, clients, webhooks, probes, servers]
    .flat()
    .flatMap(limitsOf),
)

/** The limit with this id, such as `nginx/proxy_read_timeout`. */
export function knownLimit(id: string): KnownLimit | undefined {
  return knownLimits.find((limit) => limit.id === id)
}

function limitsOf({ component, name, kind, limits }: KnownComponent): KnownLimit[] {
  return limits.map((limit) =>
    Object.freeze({
      id: `${component}/${limit.setting}`,
      component,
      name,
      kind,
      closure: [],
      version: null,
      note: '',
      ...limit,
    }),
  )
}
