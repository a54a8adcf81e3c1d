/** A store before anything is known of it. */
export type AnyStore = Readonly<Record<string, unknown>>

/** True where one of the classes that the object is made of has this name. */
export function hasClass(store: object, name: string): boolean {
  for (let each = prototypeOf(store); each !== null; each = prototypeOf(each)) {
    const { constructor } = each as { constructor?: { name?: unknown } }
    if (constructor?.name === name) return true
  }
  return false
}

/** The name of the object's class, for messages. */
export function classOf(store: object): string {
  const { constructor } = store as { constructor?: { name?: unknown } }
  const name = constructor?.name
  return typeof name === 'string' && name !== '' && name !== 'Object' ? name : 'the store'
}

/** True where the object has all of these methods. */
export function hasMethods(object: unknown, ...names: readonly string[]): boolean {
  if (typeof object !== 'object' || object === null) return false
  return names.every((name) => typeof (object as AnyStore)[name] === 'function')
}

export function isObject(value: unknown): value is AnyStore {
  return typeof value === 'object' && value !== null
}

function prototypeOf(object: object): object | null {
  return Object.getPrototypeOf(object) as object | null
}
