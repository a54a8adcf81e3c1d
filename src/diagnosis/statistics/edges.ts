/** Pairs of edges are many: of longer ranges every so manieth value is tried first. */
const MAX_EDGES = 120

/**
 * Fits a block on a flat floor to sorted values: the range in which they are denser, of all ranges
 * between two values near the one given, by the likelihood of a Poisson process with two rates.
 */
export function fitBlock(
  values: Float64Array,
  from: number,
  to: number,
  clock: number,
  floor: number,
): { from: number; to: number } {
  const margin = Math.max(to - from, clock)
  const near = values.filter((value) => value >= from - margin && value <= to + margin)
  const at = (index: number): number => near[index] ?? NaN
  const gainOf = (first: number, last: number): number => {
    const count = last - first + 1
    const expected = Math.max(floor * (at(last) - at(first) + Math.max(clock, 0.5)), 1e-9)
    return count > expected ? count * Math.log(count / expected) - count + expected : -Infinity
  }
  const every = Math.max(1, Math.ceil(near.length / MAX_EDGES))
  let best = { first: 0, last: near.length - 1, gain: gainOf(0, near.length - 1) }
  const tryEdges = (first: number, last: number): void => {
    const gain = gainOf(first, last)
    if (gain > best.gain) best = { first, last, gain }
  }
  for (let first = 0; first < near.length; first += every) {
    for (let last = first; last < near.length; last += every) tryEdges(first, last)
  }
  const { first, last } = best
  for (let edge = first - every; edge < first + every; edge++) tryEdges(Math.max(0, edge), last)
  for (let edge = last - every; edge < last + every; edge++) {
    tryEdges(best.first, Math.min(near.length - 1, edge))
  }
  return best.gain === -Infinity ? { from, to } : { from: at(best.first), to: at(best.last) }
}
