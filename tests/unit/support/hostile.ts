/** Things that may be thrown and bite whoever looks at them. */

const bite = (): never => {
  throw new Error('bitten')
}

export function biting(): unknown {
  return new Proxy(
    {},
    { get: bite, has: bite, ownKeys: bite, getPrototypeOf: bite, getOwnPropertyDescriptor: bite },
  )
}

export function revoked(target: object = {}): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

/** An error each of whose properties throws. */
export function withBitingGetters(): Error {
  const error = new Error('getters')
  for (const name of ['stack', 'name', 'message', 'code', 'cause', 'errors', 'type', 'status']) {
    Object.defineProperty(error, name, { get: bite })
  }
  return error
}

export function cyclic(): Error {
  const first = new Error('first')
  first.cause = new Error('second', { cause: first })
  return first
}

/** An aggregate whose parts are itself. */
export function selfContaining(width = 32): AggregateError {
  const error = new AggregateError([], 'of itself')
  error.errors = Array.from({ length: width }, () => error)
  return error
}

/** A chain of causes with `root` at its end. */
export function chainOf(length: number, root: unknown): Error {
  let error: unknown = root
  for (let i = 0; i < length; i++) error = new Error(`link ${String(i)}`, { cause: error })
  return error as Error
}

export const strange: readonly [what: string, make: () => unknown][] = [
  ['null', () => null],
  ['undefined', () => undefined],
  ['false', () => false],
  ['an empty string', () => ''],
  ['a string', () => 'ECONNRESET'],
  ['a number', () => 32],
  ['NaN', () => NaN],
  ['a bigint', () => 10n],
  ['a symbol', () => Symbol('ECONNRESET')],
  ['a function', () => () => undefined],
  ['a function that cannot be shown', () => Object.assign(() => undefined, { toString: bite })],
  ['a class', () => class Failure {}],
  ['an array', () => [new Error('in an array')]],
  ['an object without a prototype', () => Object.create(null) as unknown],
  ['a frozen error', () => Object.freeze(new Error('frozen'))],
  ['an error without a stack', () => Object.assign(new Error('x'), { stack: undefined })],
  ['an error with a name that is no string', () => Object.assign(new Error('x'), { name: 1n })],
  ['an error whose cause is itself', () => causedByItself()],
  ['a cycle of causes', cyclic],
  ['an aggregate of itself', selfContaining],
  ['an aggregate of nothing', () => new AggregateError([])],
  ['an aggregate of strange things', () => new AggregateError([null, 1n, 'x', biting()])],
  ['errors that are no array', () => ({ errors: { field: 'required' } })],
  ['errors that are a revoked proxy', () => ({ errors: revoked([]) })],
  ['a chain of 10,000 causes', () => chainOf(10_000, new Error('root'))],
  ['getters that throw', withBitingGetters],
  ['a proxy that throws', biting],
  ['a revoked proxy', revoked],
]

function causedByItself(): Error {
  const error = new Error('itself')
  error.cause = error
  return error
}
