import { addCut } from './add-cut.js'
import { addressOf, agentOf, printable, requestParts, routeOf } from './fields.js'
import type { Facts, Field, JsonFormat, JsonLine, Parsed, Sink } from './format.js'
import { inMs, isUnit, type Unit } from './numbers.js'
import { epochMs, timeReaders } from './times.js'
import { completed } from './verdicts.js'

interface Key {
  readonly path: readonly string[]
  readonly unit: Unit
}

/** Makes a JSON format ready to read lines. */
export function jsonReader(format: JsonFormat): (line: string, sink: Sink) => Parsed {
  const keys = new Map(
    Object.entries(format.fields).map(([field, specs]) => [field as Field, specs.map(keyOf)]),
  )
  return (line, sink) => {
    const parsed = parse(line)
    if (parsed === undefined) return 'unparsed'
    if (!format.fits(parsed)) return 'other'
    tell(format, new Values(parsed, keys), sink)
    return 'exchange'
  }
}

function keyOf(spec: string): Key {
  const [path = '', unit = ''] = spec.split(':')
  return { path: path.split('.'), unit: isUnit(unit) ? unit : 'ms' }
}

function parse(line: string): JsonLine | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as JsonLine
  } catch {
    return undefined
  }
}

function tell(format: JsonFormat, values: Values, sink: Sink): void {
  const end = values.time('end')
  const start = values.time('start')
  const told = values.duration('age')
  const age = Number.isNaN(told) ? end - start : told
  const ageMs = age >= 0 ? age : NaN
  const time = Number.isNaN(end) ? start + (ageMs || 0) : end
  const status = values.number('status')
  const completion = values.text('completion')
  const facts: Facts = {
    status: status > 0 ? status : 0,
    bytesOut: values.number('bytesOut', -1),
    flags: values.text('flags') ?? '',
    complete: completion === undefined ? null : completion !== '' && completion !== '-',
  }
  const request = requestParts(values.text('request') ?? '')
  const route = routeOf(request.target || (values.text('path') ?? ''))
  const address = addressOf(values.text('address') ?? '')
  const agent = agentOf(values.text('agent') ?? '')
  const verdict = format.verdict(facts)
  if (verdict === completed) {
    if (sink.completed(route ?? '', ageMs, time)) sink.completedBy(address, agent)
    return
  }
  addCut(sink, format.component, verdict, {
    time,
    route,
    method: request.method || printable(values.text('method') ?? '').slice(0, 16),
    status: facts.status,
    ageMs,
    firstByteMs: values.duration('firstByte'),
    address,
    agent,
  })
}

/** The fields of one object; what is missing or of another type is undefined or NaN. */
class Values {
  readonly #line: JsonLine
  readonly #keys: ReadonlyMap<Field, readonly Key[]>

  constructor(line: JsonLine, keys: ReadonlyMap<Field, readonly Key[]>) {
    this.#line = line
    this.#keys = keys
  }

  text(field: Field): string | undefined {
    const value = this.#find(field)?.value
    if (typeof value === 'string') return value
    return typeof value === 'number' ? String(value) : undefined
  }

  number(field: Field, otherwise = NaN): number {
    return numberIn(this.#find(field)?.value) ?? otherwise
  }

  duration(field: Field): number {
    const found = this.#find(field)
    return found === undefined ? NaN : durationIn(found.value, found.key.unit)
  }

  time(field: Field): number {
    const value = this.#find(field)?.value
    const number = numberIn(value)
    if (number !== undefined) return epochMs(number)
    if (typeof value !== 'string') return NaN
    const bytes = Buffer.from(value.slice(0, 64))
    const iso = timeReaders.iso(bytes, 0, bytes.length)
    return Number.isNaN(iso) ? timeReaders.clf(bytes, 0, bytes.length) : iso
  }

  #find(field: Field): { value: unknown; key: Key } | undefined {
    for (const key of this.#keys.get(field) ?? []) {
      const value = valueAt(this.#line, key.path)
      if (value !== undefined && value !== null) return { value, key }
    }
    return undefined
  }
}

function valueAt(line: JsonLine, path: readonly string[]): unknown {
  let value: unknown = line
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as JsonLine)[name]
  }
  // Caddy gives each header as a list.
  return Array.isArray(value) ? (value[0] as unknown) : value
}

function numberIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

/** A number in the key's unit, or with a unit of its own behind it: Caddy may write `1.5ms`. */
function durationIn(value: unknown, unit: Unit): number {
  const number = numberIn(value)
  if (number !== undefined) return inMs(number, unit)
  if (typeof value !== 'string') return NaN
  const own = value.trim().replace('µs', 'us').slice(-2)
  const suffix = isUnit(own) ? own : own.endsWith('s') ? 's' : undefined
  if (suffix === undefined) return NaN
  const amount = numberIn(value.trim().slice(0, -suffix.length))
  return amount === undefined ? NaN : inMs(amount, suffix)
}
