import type { Event } from '../event.js'
import type { Truth } from '../truth.js'
import type { World } from '../world.js'

/** A cause set up in a world: its events are made one by one. */
export interface SimulatedCause {
  readonly truth: Omit<Truth, 'share'>
  /** Sets the cause up for so many events. */
  readonly disconnects: (count: number) => Event[]
  /** Completed exchanges that belong to it, such as those of a slow route; per disconnect. */
  readonly completed?: (count: number) => Event[]
}

/** Null where the cause cannot be told in this world. */
export type CauseMaker = (world: World, avoid: readonly number[]) => SimulatedCause | null
