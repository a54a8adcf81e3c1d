import { isIPv4, isIPv6 } from 'node:net'
import type { AnyRequest } from '../exchange/index.js'

/** How much of the client's address is told. */
export type AddressStyle = 'truncated' | 'full' | 'none'

/** The client's address, as Express' `trust proxy` says, or else the socket's. */
export function addressOf(req: AnyRequest, style: AddressStyle): string | null {
  if (style === 'none') return null
  const address = (req as { ip?: string }).ip ?? socketAddress(req)
  if (address === undefined) return null
  return style === 'full' ? address : truncated(address)
}

function socketAddress(req: AnyRequest): string | undefined {
  return (req.socket as { remoteAddress?: string } | null | undefined)?.remoteAddress
}

/** A network instead of a person: /24 of IPv4, /48 of IPv6. */
function truncated(address: string): string | null {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (isIPv4(plain)) return plain.replace(/\d+$/, '0')
  if (!isIPv6(plain)) return null
  const [head = '', tail] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  if (tail !== undefined) while (groups.length < 3) groups.push('0')
  return `${groups.slice(0, 3).join(':')}::`
}
