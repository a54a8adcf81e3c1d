/** Neighbouring bins of a histogram of ages differ by this factor: 1 %. */
const STEP = Math.log(1.01)
/** Ages from 1 ms to two days; what is longer falls into the last bin. */
export const AGE_BINS = Math.ceil(Math.log(172_800_000) / STEP) + 2

/** The bin an age belongs to; bin 0 is everything below 1 ms. */
export function ageBin(ageMs: number): number {
  if (!(ageMs >= 1)) return 0
  return Math.min(AGE_BINS - 1, 1 + Math.floor(Math.log(ageMs) / STEP))
}

/** The age at which a bin begins. */
export function binStart(bin: number): number {
  return bin <= 0 ? 0 : Math.exp((bin - 1) * STEP)
}
