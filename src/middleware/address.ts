import { isIPv4, isIPv6 } from 'node:net'
import { Memo, type AnyRequest } from '../exchange/index.js'

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
  const told = style === 'full' ? whole : truncated
  return told.of(toldBy(req) ?? peer ?? '')
}

const whole = new Memo(1024, (address) => {
  const plain = withoutPort(address)
  return isIPv4(plain) || isIPv6(plain) ? plain : null
})

const truncated = new Memo(1024, (address) => {
  const plain = withoutPort(address)
  if (isIPv4(plain)) return plain.replace(/\d+$/, '0')
  return isIPv6(plain) ? firstGroups(plain) : null
})

interface ExpressRequest {
  readonly ip?: string
  readonly app?: { readonly enabled?: (setting: string) => boolean }
}

/** Express walks the forwarded headers also where it trusts none of them: that is not asked for. */
function toldBy(req: AnyRequest): string | undefined {
  const { app } = req as ExpressRequest
  const trustsNobody = app?.enabled?.('trust proxy') === false && !Object.hasOwn(req, 'ip')
  return trustsNobody ? undefined : (req as ExpressRequest).ip
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
