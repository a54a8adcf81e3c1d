import { weightOf, type Cases, type Claims } from '../cases.js'
import { ageBin, binStart } from '../state/age-scale.js'
import type { AgeHistogram } from '../state/histogram.js'
import type { Summary } from '../state/summary.js'
import type { FoundPile } from './piles.js'

/** A neighbourhood of this part of the age tells whether a route's answers pile up. */
const NEAR = 1.15
/** Departures may be this many times as frequent among the answers of an age as among the others. */
const AS_OFTEN = 2.5

/**
 * The members on routes whose own answers are of the same age. A server that learns of a departure
 * only when it answers, as behind a proxy that does not pass it on, sees its own durations in the
 * ages of disconnects: no limit has to be behind that.
 */
export function explainedByAnswers(
  cases: Cases,
  claims: Claims,
  pile: FoundPile,
  { routes, disconnects }: Summary,
): Claims {
  const scale = disconnects / Math.max(1, cases.size)
  const explained: Claims = new Map()
  for (const [route, members] of byRoute(cases, claims)) {
    const stats = routes.get(route)
    if (stats === undefined) continue
    const answered = stats.completed.between(pile.from, pile.to)
    const left = weightOf(members) * scale
    if (answered < left * 0.5) continue
    const leftElsewhere = Math.max(0, stats.disconnects - left) + 1
    const answeredElsewhere = stats.completed.total - answered + 1
    if (
      left / (answered * partOfBins(pile)) <= (AS_OFTEN * leftElsewhere) / answeredElsewhere ||
      pilesUp(stats.completed, answered, pile)
    ) {
      for (const [index, part] of members) explained.set(index, part)
    }
  }
  return explained
}

function byRoute(cases: Cases, claims: Claims): Map<string, Claims> {
  const found = new Map<string, Claims>()
  for (const [index, part] of claims) {
    const { route } = cases.at(index)
    const members = found.get(route) ?? new Map<number, number>()
    found.set(route, members.set(index, part))
  }
  return found
}

/** How much of the histogram's bins that it touches a pile fills. */
function partOfBins({ from, to, clockMs }: FoundPile): number {
  const bins = binStart(ageBin(to) + 1) - binStart(ageBin(from))
  return Math.min(1, (to - from + clockMs) / bins)
}

/** Whether the answers in the pile's range are denser than those on both of its sides. */
function pilesUp(completed: AgeHistogram, answered: number, { from, to }: FoundPile): boolean {
  const below = completed.between(from / NEAR, from) - completed.between(from, from)
  const above = completed.between(to, to * NEAR) - completed.between(to, to)
  const bin = Math.log(1.01)
  const wide = Math.log(to / from) / bin + 1
  return answered > (AS_OFTEN * Math.max(below, above) * wide) / (Math.log(NEAR) / bin)
}
