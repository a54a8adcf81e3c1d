import { weightOf, type Cases, type Claims } from '../cases.js'
import { ageBin, binStart } from '../state/age-scale.js'
import type { AgeHistogram } from '../state/histogram.js'
import type { Summary } from '../state/summary.js'
import { edgesOf } from './members.js'
import type { FoundPile } from './piles.js'

/** A neighbourhood of this part of the age tells whether a route's answers pile up. */
const NEAR = 1.15
/** Departures may be this many times as frequent among the answers of an age as among all of the route's. */
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
  const range = rangeOf(pile)
  for (const [route, members] of byRoute(cases, claims)) {
    const stats = routes.get(route)
    if (stats === undefined) continue
    const answered = stats.completed.between(range.from, range.to)
    const left = weightOf(members) * scale
    if (answered < left * 0.5) continue
    if (
      left / (answered * range.partOfBins) <=
        (AS_OFTEN * stats.disconnects) / stats.completed.total ||
      pilesUp(stats.completed, answered, range)
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

interface Range {
  readonly from: number
  readonly to: number
  /** How much of the histogram's bins that it touches the pile fills. */
  readonly partOfBins: number
}

/** What its members lie in: the pile with its shoulders. */
function rangeOf(pile: FoundPile): Range {
  const [from, , , to] = edgesOf(pile)
  const bins = binStart(ageBin(to) + 1) - binStart(ageBin(from))
  return { from, to, partOfBins: Math.min(1, (to - from) / bins) }
}

/** Whether the answers in the pile's range are denser than those on both of its sides. */
function pilesUp(completed: AgeHistogram, answered: number, { from, to }: Range): boolean {
  const below = completed.between(from / NEAR, from) - completed.between(from, from)
  const above = completed.between(to, to * NEAR) - completed.between(to, to)
  const bin = Math.log(1.01)
  const wide = Math.log(to / from) / bin + 1
  return answered > (AS_OFTEN * Math.max(below, above) * wide) / (Math.log(NEAR) / bin)
}
