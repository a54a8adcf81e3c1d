/** The range an address belongs to: /24 of IPv4, /48 of IPv6; else the whole word. */
export function rangeOf(address: string): string {
  const dot = address.lastIndexOf('.')
  if (dot > 0 && !address.includes(':')) return `${address.slice(0, dot)}.0/24`
  if (!address.includes(':')) return address
  return `${address.split(':').slice(0, 3).join(':')}::/48`
}
