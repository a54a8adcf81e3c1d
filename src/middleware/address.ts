import { isIPv4, isIPv6 } from 'node:net'
import type { AnyRequest } from '../exchange/index.js'

/** How much of the client's address is told. */
export type AddressStyle = 'truncated' | 'full' | 'none'

/**
 * The client's address, as Express' `trust proxy` says, or else the peer's. A header that a proxy
 * passed on may hold anything: what is no address is not told.
 */
export function addressOf(
  req: AnyRequest,
  peer: string | undefined,
  style: AddressStyle,
): string | null {
  if (style === 'none') return null
  const address = withoutPort((req as { ip?: string }).ip ?? peer ?? '')
  if (isIPv4(address)) return style === 'full' ? address : address.replace(/\d+$/, '0')
  if (!isIPv6(address)) return null
  return style === 'full' ? address : firstGroups(address)
}

/** Some proxies add the port, and a dual-stack socket maps IPv4 into IPv6. */
function withoutPort(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(plain) ?? []
  return bracketed ?? plain.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
}

/** A network instead of a person: /48. */
function firstGroups(address: string): string {
  const [head = '', tail] = address.split('::')
  const first = groupsOf(head)
  const last = groupsOf(tail ?? '')
  const zeros = Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
  return `${[...first, ...zeros, ...last].slice(0, 3).join(':')}::`
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':')
}
