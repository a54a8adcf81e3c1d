import { weightOf, type Cases, type Claims } from '../causes/cases.js'
import type { Summary } from '../state/summary.js'
import type { FoundPile } from './piles.js'

/** A neighbourhood of this part of the age tells whether a route's answers pile up. */
const NEAR = 1.15

/**
 * The members on routes whose own answers pile up at the same age. A server that learns of a
 * departure only when it answers, as behind a proxy that does not pass it on, sees its own
 * durations in the ages of disconnects: no limit has to be behind that.
 */
export function explainedByAnswers(
  cases: Cases,
  claims: Claims,
  pile: FoundPile,
  { routes, disconnects }: Summary,
): Claims {
  const byRoute = new Map<string, Claims>()
  for (const [index, part] of claims) {
    const { route } = cases.at(index)
    byRoute.set(route, (byRoute.get(route) ?? new Map<number, number>()).set(index, part))
  }
  const scale = disconnects / Math.max(1, cases.size)
  const explained: Claims = new Map()
  for (const [route, members] of byRoute) {
    const completed = routes.get(route)?.completed
    if (completed === undefined) continue
    const inside = completed.between(pile.from, pile.to)
    const below =
      completed.between(pile.from / NEAR, pile.from) - completed.between(pile.from, pile.from)
    const above = completed.between(pile.to, pile.to * NEAR) - completed.between(pile.to, pile.to)
    const bins = Math.log(NEAR) / Math.log(1.01)
    const wide = Math.max(1, Math.log(pile.to / pile.from) / Math.log(1.01) + 1)
    const expected = (Math.max(below, above) / bins) * wide
    if (inside >= weightOf(members) * scale * 0.5 && inside > expected * 2.5) {
      for (const [index, part] of members) explained.set(index, part)
    }
  }
  return explained
}
