import type { Closure, Outcome, Phase } from '../../types/index.js'
import type { DiagnosisCollector } from '../types.js'
import type { TemplatePart } from './template.js'

/** What a line says of how its exchange ended; null where the format cannot tell. */
export interface Verdict {
  readonly outcome: Outcome
  readonly phase: Phase | null
  readonly closure: Closure | null
}

/** What a format's rule looks at to tell how an exchange ended. */
export interface Facts {
  /** The status in the line; 0 where it has none. */
  status: number
  /** Bytes sent to the client; -1 where the line does not say. */
  bytesOut: number
  /** HAProxy's termination state, Envoy's response flags; empty where there are none. */
  flags: string
  /** Whether the whole answer went out; null where the line does not say. */
  complete: boolean | null
}

/** What a template or a map of keys may name; `unit` stands behind a colon. */
export type Field =
  | 'end'
  | 'start'
  | 'request'
  | 'method'
  | 'path'
  | 'status'
  | 'age'
  | 'firstByte'
  | 'bytesOut'
  | 'flags'
  | 'completion'
  | 'address'
  | 'agent'

interface Described {
  /** What `--format` takes. */
  readonly name: string
  readonly title: string
  /** Who writes the line, in the words of `src/known-limits/`; null for the application's own. */
  readonly component: string | null
  /** Where the format and its notion of a disconnect are described. */
  readonly source: string
  /** What counts as a client that disconnected, for the documentation. */
  readonly disconnect: string
  /** What the line can tell of it. */
  readonly tells: readonly ('age' | 'first byte' | 'phase' | 'closure' | 'route' | 'idle' | 'via')[]
  /** What to add to the log's configuration, where ages are not told. */
  readonly advice?: string
}

/** A line of fields between fixed text, such as `{address} - {-} [{end:clf}] "{request}" {status}`. */
export interface TextFormat extends Described {
  readonly kind: 'text'
  /** The first that fits; `{-}` is passed over. */
  readonly templates: ReadonlyArray<string | readonly TemplatePart[]>
  /** Fields that stand as `key=value` anywhere behind the template. */
  readonly pairs?: Readonly<Record<string, string>>
  /** Without one of these fields the line is not of this format. */
  readonly requires?: readonly Field[]
  readonly verdict: (facts: Readonly<Facts>) => Verdict
}

export type JsonLine = Readonly<Record<string, unknown>>

/** One JSON object a line; each field with the keys that may hold it, dots between levels. */
export interface JsonFormat extends Described {
  readonly kind: 'json'
  /** Whether an object is a line of this log; one that is not tells of no exchange. */
  readonly fits: (line: JsonLine) => boolean
  readonly fields: Readonly<Partial<Record<Field, readonly string[]>>>
  readonly verdict: (facts: Readonly<Facts>) => Verdict
}

/** A log that a function reads line by line: where neither of the others can say it. */
export interface LineFormat extends Described {
  readonly kind: 'line'
  readonly read: (line: string, sink: Sink) => Parsed
}

export type LogFormat = TextFormat | JsonFormat | LineFormat

/** `other`: a line of this log that tells of no exchange. */
export type Parsed = 'exchange' | 'other' | 'unparsed'

/** What takes the exchanges of a log; a `DiagnosisState` does. */
export type Sink = Pick<DiagnosisCollector, 'add' | 'completed' | 'completedBy'>

/** Takes them and keeps nothing. */
export const nowhere: Sink = {
  add: () => undefined,
  completed: () => false,
  completedBy: () => undefined,
}

/** Reads the line that stands between two places of a buffer, without its line end. */
export type LineReader = (bytes: Uint8Array, from: number, to: number, sink: Sink) => Parsed
