import type { Field } from './format.js'
import { isUnit, type Unit } from './numbers.js'
import type { Scanner } from './scan.js'
import { isTimeStyle, timeReaders, type TimeReader } from './times.js'

/** A field's place in a template, or a key's in the rest of the line, with how to read it. */
export interface Slot {
  readonly field: Field | '-'
  readonly unit: Unit
  readonly time: TimeReader
}

/** A slot with where its marks are. */
export interface Placed {
  readonly slot: Slot
  readonly mark: number
}

/** A template made ready. */
export interface Template {
  readonly scanner: Scanner
  /** The fields that are read of each line; the others only where they are asked for. */
  readonly numbers: readonly Placed[]
  /** Where each field's marks are; absent where the template has no such field. */
  readonly at: Readonly<Partial<Record<Field | '-', number>>>
}

const onDemand: ReadonlyArray<Slot['field']> = [
  '-',
  'request',
  'method',
  'path',
  'address',
  'agent',
]

/** Fixed text, and the fields between. */
export type TemplatePart = string | Slot

/**
 * Makes a template such as `{address} - {-} [{end:clf}] "{request}" {status}` ready. Behind a colon
 * stands the unit of a duration (`s`, `ms`, `us`, `ns`) or how a time is written (`clf`, `iso`,
 * `haproxy`, `epoch`).
 */
export function compileTemplate(template: string | readonly TemplatePart[]): Template {
  const parts = typeof template === 'string' ? partsOf(template) : template
  const slots: Slot[] = []
  const texts: string[] = ['']
  for (const part of parts) {
    if (typeof part === 'string') texts[slots.length] = (texts[slots.length] ?? '') + part
    else slots.push(part)
  }
  const [lead, ...ends] = Array.from({ length: slots.length + 1 }, (_, index) =>
    Uint8Array.from(Buffer.from(texts[index] ?? '')),
  )
  const at: Partial<Record<Field | '-', number>> = {}
  slots.forEach(({ field }, index) => (at[field] ??= 2 * index))
  const numbers = slots
    .map((slot, index) => ({ slot, mark: 2 * index }))
    .filter(({ slot }) => !onDemand.includes(slot.field))
  return { scanner: { lead: lead ?? new Uint8Array(), ends }, numbers, at }
}

function partsOf(template: string): TemplatePart[] {
  return template
    .split(/[{}]/)
    .map((part, index) => (index % 2 === 0 ? part : slotOf(part)))
    .filter((part) => part !== '')
}

export function slotOf(spec: string): Slot {
  const [field = '-', how = ''] = spec.split(':')
  return {
    field: field as Field,
    unit: isUnit(how) ? how : 'ms',
    time: timeReaders[isTimeStyle(how) ? how : 'iso'],
  }
}
