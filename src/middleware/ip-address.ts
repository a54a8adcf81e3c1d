import { isIP, SocketAddress } from 'node:net'

/** A zone may be named at some length; what is longer than this is no address. */
const MAX_LENGTH = 64

/**
 * An address in its one form, or null for what is none: without the port that some proxies add,
 * without a zone, and as IPv4 where a dual-stack socket mapped it into IPv6.
 */
export function plainAddress(text: string): string | null {
  if (text.length > MAX_LENGTH) return null
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(text) ?? []
  const address = bracketed ?? text.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  const version = isIP(withoutZone(address))
  if (version !== 6) return version === 4 ? address : null
  const plain = new SocketAddress({ address: withoutZone(address), family: 'ipv6' }).address
  return plain.replace(/^::ffff:(?=\d+\.)/, '')
}

/** A network instead of a person: /24 of IPv4, /48 of IPv6. */
export function networkOf(plain: string): string {
  if (isIP(plain) === 4) return plain.replace(/\d+$/, '0')
  const [head = '', tail] = plain.split('::')
  const first = groupsOf(head)
  const last = groupsOf(tail ?? '')
  const zeros = Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
  return `${[...first, ...zeros, ...last].slice(0, 3).join(':')}::`
}

function withoutZone(address: string): string {
  return address.replace(/%.*$/s, '')
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':')
}
