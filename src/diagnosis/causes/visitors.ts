import type { Visitor } from '../state/summary.js'
import type { Scene } from '../cases.js'

/** Programs that call by themselves, by the nature of their name. */
const automatic = new Set(['health-check', 'prometheus', 'webhook', 'bot'])
const browsers = new Set(['edge', 'opera', 'firefox', 'chrome', 'safari'])

export function isAutomatic(agent: string): boolean {
  return automatic.has(agent)
}

export function isBrowser(agent: string): boolean {
  return browsers.has(agent)
}

/** Whether addresses tell clients apart: behind a proxy that is not trusted all have the proxy's. */
export function addressesTell({ cases, summary }: Scene): boolean {
  const sums = new Map<string, number>()
  let known = 0
  for (const { address } of [...cases.all, ...summary.visitors]) {
    if (address === '') continue
    known++
    sums.set(address, (sums.get(address) ?? 0) + 1)
  }
  return sums.size >= 4 && Math.max(...sums.values()) < known * 0.8
}

/** Whether agents are told at all. */
export function agentsTell({ cases }: Scene): boolean {
  const known = cases.all.filter(({ agent }) => agent !== '').length
  return known > cases.size / 2
}

/** How many of the sampled completed exchanges this holds of. */
export function visits({ summary }: Scene, holds: (visitor: Visitor) => boolean): number {
  return summary.visitors.filter(holds).length
}
