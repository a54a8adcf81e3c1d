const MAX_EDGES = 160

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
  const every = Math.max(1, Math.ceil(near.length / MAX_EDGES))
  let best = { from, to, gain: -Infinity }
  for (let first = 0; first < near.length; first += every) {
    for (let last = first; last < near.length; last += every) {
      const [a, b] = [near[first] ?? from, near[last] ?? to]
      const count = last - first + 1
      const width = b - a + Math.max(clock, 0.5)
      const expected = Math.max(floor * width, 1e-9)
      if (count <= expected) continue
      const gain = count * Math.log(count / expected) - count + expected
      if (gain > best.gain) best = { from: a, to: b, gain }
    }
  }
  return { from: best.from, to: best.to }
}
