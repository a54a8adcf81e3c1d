import { Memo, type AnyRequest } from '../exchange/index.js'
import { DailyHash } from './daily-hash.js'
import { networkOf, plainAddress } from './ip-address.js'

/** How much of the client's address is told. */
export type AddressStyle = 'truncated' | 'full' | 'hashed' | 'none'

export const addressStyles = ['truncated', 'full', 'hashed', 'none'] as const

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
  const address = toldBy(req) ?? peer ?? ''
  if (address.length > MAX_LENGTH) return null
  if (style === 'truncated') return truncated.of(address)
  const plain = whole.of(address)
  return plain === null || style === 'full' ? plain : hashes.of(plain)
}

/** What is longer is no address, and not to be remembered. */
const MAX_LENGTH = 128

const hashes = new DailyHash()
const whole = new Memo(1024, plainAddress)
const truncated = new Memo(1024, (address) => {
  const plain = plainAddress(address)
  return plain === null ? null : networkOf(plain)
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
