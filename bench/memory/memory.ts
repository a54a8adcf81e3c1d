import { inFlight, type InFlightRow } from './in-flight.js'
import { retained, type RetainedRow } from './retained.js'

export interface MemoryRows {
  readonly inFlight: readonly InFlightRow[]
  readonly retained: readonly RetainedRow[]
}

/** What exchanges take while they are open, and what they leave. */
export async function run({ smoke }: { readonly smoke: boolean }): Promise<MemoryRows> {
  return {
    inFlight: await inFlight(
      smoke ? { connections: 100, rounds: 1 } : { connections: 10_000, rounds: 5 },
    ),
    retained: await retained(
      smoke
        ? { exchanges: 500, others: 100, samples: 4 }
        : { exchanges: 1_000_000, others: 100_000, samples: 50 },
    ),
  }
}

export function print({ inFlight, retained }: MemoryRows): void {
  for (const { name, connections, bytes, addedBytes } of inFlight) {
    console.log(
      `  ${name.padEnd(16)} ${bytes.median.toFixed(0).padStart(6)} B an exchange, added ` +
        `${addedBytes.median.toFixed(0).padStart(5)} B [${addedBytes.low.toFixed(0)}, ${addedBytes.high.toFixed(0)}] ` +
        `at ${connections} connections`,
    )
  }
  for (const { name, how, exchanges, bytes } of retained) {
    console.log(
      `  ${name.padEnd(16)} ${how.padEnd(10)} ${bytes.perStep.toFixed(3).padStart(8)} B kept for each ` +
        `[${bytes.low.toFixed(3)}, ${bytes.high.toFixed(3)}] over ${exchanges}`,
    )
  }
}
