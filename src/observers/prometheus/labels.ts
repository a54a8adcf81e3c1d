/** The methods of RFC 9110 with PATCH (RFC 5789) and QUERY; Node's parser takes many more. */
const methods = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
  'QUERY',
])

/** OpenTelemetry's word for the others. */
const OTHER_METHOD = '_OTHER'

/** Where no route was matched the client has chosen the path, which never is a label. */
const UNMATCHED = '(unmatched)'

/** Stands for all values beyond a cap. */
const OVERFLOW = '(other)'

const MAX_ROUTE_LENGTH = 256
const MAX_CODES = 50

export function methodLabel(method: string): string {
  return methods.has(method) ? method : OTHER_METHOD
}

/** What is kept for each route, up to a number of routes: one for all beyond it, one for none. */
export class PerRoute<T> {
  readonly #values = new Map<string | null, T>()
  readonly #make: (label: string) => T
  #left: number
  #overflow: T | undefined

  constructor(maxRoutes: number, make: (label: string) => T) {
    this.#left = maxRoutes
    this.#make = make
  }

  get(route: string | null): T {
    const known = this.#values.get(route)
    if (known !== undefined) return known
    if (route === null) return this.#keep(null, UNMATCHED)
    if (this.#left === 0) return (this.#overflow ??= this.#make(OVERFLOW))
    this.#left--
    return this.#keep(route, route.slice(0, MAX_ROUTE_LENGTH))
  }

  #keep(route: string | null, label: string): T {
    const made = this.#make(label)
    this.#values.set(route, made)
    return made
  }
}

/** The codes of connections, which Node and its parser make, so that there are few. */
export class CodeLabels {
  readonly #known = new Set<string>()

  labelOf(code: string): string {
    if (this.#known.has(code)) return code
    if (this.#known.size === MAX_CODES || !/^[A-Z][A-Z0-9_]{0,63}$/.test(code)) return OVERFLOW
    this.#known.add(code)
    return code
  }
}
