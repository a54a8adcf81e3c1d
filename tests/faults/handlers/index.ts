import { answers } from './answers.js'
import { serverSentEvents } from './events.js'
import { files } from './files.js'
import { pipes } from './pipes.js'
import { proxied } from './proxied.js'
import type { HandlerSpec } from './spec.js'
import { uploads } from './uploads.js'
import { writeLoops } from './write-loops.js'

export type { HandlerSpec, PhaseTraits } from './spec.js'

/** Every handler that the client faults are tried on. */
export const handlers: readonly HandlerSpec[] = [
  ...answers,
  ...writeLoops,
  ...serverSentEvents,
  ...pipes,
  ...files,
  ...uploads,
  ...proxied,
]
