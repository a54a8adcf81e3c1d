import type { Disconnect } from './state/disconnect.js'

/** Cases of one address within this time, and of ages as near, are one departure. */
const ECHO_MS = 1000

/** The indices of cases that only repeat one before them, of cases in the order of their times. */
export function echoesOf(all: readonly Disconnect[]): Set<number> {
  const echoes = new Set<number>()
  const last = new Map<string, Disconnect>()
  const busiest = Math.max(...frequencies(all).values())
  if (busiest > all.length / 2) return echoes
  all.forEach((each, index) => {
    const { address, time, age } = each
    if (address === '' || time === null) return
    const before = last.get(address)
    const near =
      time - (before?.time ?? NaN) <= ECHO_MS &&
      !(Math.abs((age ?? 0) - (before?.age ?? 0)) > ECHO_MS / 2)
    if (near) echoes.add(index)
    else last.set(address, each)
  })
  return echoes
}

function frequencies(all: readonly Disconnect[]): Map<string, number> {
  const found = new Map<string, number>([['', 0]])
  for (const { address } of all) {
    if (address !== '') found.set(address, (found.get(address) ?? 0) + 1)
  }
  return found
}
