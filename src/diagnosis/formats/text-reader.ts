import { Intern, textOf } from './intern.js'
import { addressOf, agentOf, printable } from './fields.js'
import { foldTarget, MAX_TEMPLATE } from './fold.js'
import type { Facts, Field, LineReader, Parsed, Sink, TextFormat } from './format.js'
import { decimal, inMs, isNothing, wholeNumber } from './numbers.js'
import { holds, scan, scanPairs } from './scan.js'
import { compileTemplate, slotOf, type Slot, type Template } from './template.js'
import { addCut } from './add-cut.js'
import { completed } from './verdicts.js'

const MAX_FIELDS = 64
const SPACE = 32

/** Makes a format of text ready to read lines. */
export function textReader(format: TextFormat): LineReader {
  const reader = new TextReader(format)
  return (bytes, from, to, sink) => reader.read(bytes, from, to, sink)
}

interface Pair {
  readonly key: Uint8Array
  readonly slot: Slot
}

class TextReader {
  readonly #format: TextFormat
  readonly #templates: readonly Template[]
  readonly #pairs: readonly Pair[]
  readonly #marks = new Int32Array(2 * MAX_FIELDS)
  readonly #folded = Buffer.alloc(MAX_TEMPLATE)
  readonly #routes = new Intern(printable)
  readonly #addresses = new Intern(addressOf)
  readonly #agents = new Intern(agentOf)
  readonly #methods = new Intern(printable)
  readonly #flags = new Intern(printable)
  readonly #facts: Facts = { status: 0, bytesOut: -1, flags: '', complete: null }
  #bytes: Uint8Array = new Uint8Array()
  #age = NaN
  #firstByte = NaN
  #end = NaN
  #start = NaN
  #method = ''
  #ages = 0
  readonly #requiresAge: boolean

  constructor(format: TextFormat) {
    this.#format = format
    this.#requiresAge = format.requires?.includes('age') ?? false
    this.#templates = format.templates.map(compileTemplate)
    this.#pairs = Object.entries(format.pairs ?? {}).map(([key, spec]) => ({
      key: Uint8Array.from(Buffer.from(key)),
      slot: slotOf(spec),
    }))
  }

  read(bytes: Uint8Array, from: number, to: number, sink: Sink): Parsed {
    for (const template of this.#templates) {
      const rest = scan(template.scanner, bytes, from, to, this.#marks)
      if (rest !== -1 && this.#understood(template, bytes, rest, to)) {
        this.#tell(template, sink)
        return 'exchange'
      }
    }
    return 'unparsed'
  }

  /** Reads the numbers of a line that has the template's form; false where one is none. */
  #understood(template: Template, bytes: Uint8Array, rest: number, to: number): boolean {
    this.#bytes = bytes
    this.#age = this.#firstByte = this.#end = this.#start = NaN
    this.#ages = 0
    const facts = this.#facts
    facts.status = 0
    facts.bytesOut = -1
    facts.flags = ''
    facts.complete = null
    const { numbers } = template
    for (const { slot, mark } of numbers) {
      if (!this.#take(slot, this.#marks[mark] ?? 0, this.#marks[mark + 1] ?? 0)) return false
    }
    if (this.#pairs.length > 0) scanPairs(bytes, rest, to, this.#takePair)
    return this.#ages > 0 || !this.#requiresAge
  }

  readonly #takePair = (from: number, to: number, valueFrom: number, valueTo: number): void => {
    for (const { key, slot } of this.#pairs) {
      if (key.length !== to - from || !holds(this.#bytes, from, to, key)) continue
      this.#take(slot, valueFrom, valueTo)
      return
    }
  }

  #take({ field, unit, time }: Slot, from: number, to: number): boolean {
    const bytes = this.#bytes
    switch (field) {
      case 'status':
        return this.#takeStatus(from, to)
      case 'end':
        this.#end = time(bytes, from, to)
        return !Number.isNaN(this.#end)
      case 'start':
        this.#start = time(bytes, from, to)
        return !Number.isNaN(this.#start)
      case 'age':
        this.#ages++
        this.#age = inMs(decimal(bytes, from, to), unit)
        return !Number.isNaN(this.#age) || isAbsent(bytes, from, to)
      case 'firstByte':
        this.#firstByte = inMs(decimal(bytes, from, to), unit)
        return true
      case 'bytesOut':
        this.#facts.bytesOut = wholeNumber(bytes, from, to)
        return this.#facts.bytesOut !== -1 || isAbsent(bytes, from, to)
      case 'flags':
        this.#facts.flags = this.#flags.of(bytes, from, to)
        return true
      case 'completion':
        this.#facts.complete = !isNothing(bytes, from, to)
        return true
      default:
        return true
    }
  }

  #takeStatus(from: number, to: number): boolean {
    const status = wholeNumber(this.#bytes, from, to)
    this.#facts.status = status === -1 ? 0 : status
    return status === -1 ? isAbsent(this.#bytes, from, to) : status < 1000
  }

  #tell({ at }: Template, sink: Sink): void {
    const age = this.#ageMs()
    const time = Number.isNaN(this.#end) ? this.#start + (age || 0) : this.#end
    const verdict = this.#format.verdict(this.#facts)
    const route = this.#route(at)
    if (verdict === completed) {
      if (sink.completed(route ?? '', age, time)) {
        sink.completedBy(
          this.#read(at.address, this.#addresses) ?? null,
          this.#read(at.agent, this.#agents) ?? null,
        )
      }
      return
    }
    addCut(sink, this.#format.component, verdict, {
      time,
      route,
      method: this.#method,
      status: this.#facts.status,
      ageMs: age,
      firstByteMs: this.#firstByte,
      address: this.#read(at.address, this.#addresses),
      agent: this.#read(at.agent, this.#agents),
    })
  }

  /** What the line says; or else, where it has both times, what lies between them. */
  #ageMs(): number {
    const age = Number.isNaN(this.#age) ? this.#end - this.#start : this.#age
    return age >= 0 ? age : NaN
  }

  #read<T>(mark: number | undefined, intern: Intern<T>): T | undefined {
    if (mark === undefined) return undefined
    return intern.of(this.#bytes, this.#marks[mark] ?? 0, this.#marks[mark + 1] ?? 0)
  }

  /** The template of the path, in the request line or alone; null where it cannot be read. */
  #route(at: Partial<Record<Field | '-', number>>): string | null {
    const bytes = this.#bytes
    const mark = at.request ?? at.path
    this.#method = this.#read(at.method, this.#methods) ?? ''
    if (mark === undefined) return null
    let from = this.#marks[mark] ?? 0
    const to = this.#marks[mark + 1] ?? 0
    if (at.request !== undefined) {
      let target = from
      while (target < to && bytes[target] !== SPACE) target++
      if (target >= to) return null
      this.#method = target - from > 16 ? '' : this.#methods.of(bytes, from, target)
      from = target + 1
    }
    const length = foldTarget(bytes, from, to, this.#folded)
    return length === 0 ? null : this.#routes.of(this.#folded, 0, length)
  }
}

/** `-`, HAProxy's `-1`, or nothing at all. */
function isAbsent(bytes: Uint8Array, from: number, to: number): boolean {
  return isNothing(bytes, from, to) || (to - from === 2 && textOf(bytes, from, to) === '-1')
}
