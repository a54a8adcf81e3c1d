import type { DiagnosisCause } from '../../../src/types/index.js'

/** What really was behind a part of a trace's disconnects. */
export interface Truth {
  readonly cause: DiagnosisCause
  readonly share: number
  /** Of a limit. */
  readonly limitMs?: number
  /** The name of the component whose known limit it is, where it is a known one. */
  readonly component?: string
  /** Whether headers, agents or the format tell anything of whose it is. */
  readonly told?: boolean
  /** What was simulated, for who looks at misses. */
  readonly note: string
}
