import fc from 'fast-check'
import { DeadlineQueue } from '../../../src/exchange/deadline/deadline-queue.js'
import type { Deadline } from '../../../src/exchange/index.js'

/** As much of a `Deadline` as its queue knows: an entry of the list, with a moment. */
class Entry {
  previous: Deadline | null = null
  following: Deadline | null = null
  queue: DeadlineQueue | null = null

  constructor(
    readonly at: number,
    readonly onFire: () => void,
  ) {}

  fire(): void {
    this.queue?.remove(this as unknown as Deadline)
    this.onFire()
  }
}

let queue: DeadlineQueue
let fired: number[]
const entries = new Map<number, Entry>()

/** Adds a deadline that is due `inMs` milliseconds from now, under a number. */
function add(number: number, inMs: number, onFire: () => void = () => undefined): void {
  const entry = new Entry(performance.now() + inMs, () => {
    fired.push(number)
    onFire()
  })
  entries.set(number, entry)
  queue.add(entry as unknown as Deadline)
}

function remove(number: number): void {
  queue.remove(entries.get(number) as unknown as Deadline)
}

beforeEach(() => {
  jest.useFakeTimers()
  queue = new DeadlineQueue()
  fired = []
  entries.clear()
})
afterEach(() => {
  jest.useRealTimers()
})

describe('DeadlineQueue', () => {
  it('fires a deadline at its moment, and not before', () => {
    add(1, 100)
    jest.advanceTimersByTime(99)
    expect(fired).toEqual([])
    jest.advanceTimersByTime(1)
    expect(fired).toEqual([1])
  })

  it('fires deadlines in the order of their moments', () => {
    add(1, 100)
    jest.advanceTimersByTime(30)
    add(2, 100)
    jest.advanceTimersByTime(30)
    add(3, 100)
    jest.advanceTimersByTime(40)
    expect(fired).toEqual([1])
    jest.advanceTimersByTime(100)
    expect(fired).toEqual([1, 2, 3])
  })

  it('fires one in time that was armed late and is due before the others', () => {
    add(1, 100)
    add(2, 10)
    jest.advanceTimersByTime(10)
    expect(fired).toEqual([2])
    jest.advanceTimersByTime(90)
    expect(fired).toEqual([2, 1])
  })

  it('fires one on the next turn that was due before it was armed', () => {
    add(1, -50)
    expect(fired).toEqual([])
    jest.advanceTimersByTime(1)
    expect(fired).toEqual([1])
  })

  it('does not fire one that was removed, wherever it stood', () => {
    for (const [number, inMs] of [10, 20, 30, 40].entries()) add(number, inMs)
    remove(0)
    remove(2)
    jest.advanceTimersByTime(100)
    expect(fired).toEqual([1, 3])
  })

  it('goes on after it ran empty', () => {
    add(1, 10)
    remove(1)
    jest.advanceTimersByTime(50)
    add(2, 10)
    jest.advanceTimersByTime(10)
    expect(fired).toEqual([2])
  })

  it('takes one that is armed while another fires', () => {
    add(1, 10, () => {
      add(2, 10)
    })
    jest.advanceTimersByTime(20)
    expect(fired).toEqual([1, 2])
  })

  it('lets one that fires remove the next', () => {
    add(1, 10, () => {
      remove(2)
    })
    add(2, 10)
    add(3, 10)
    jest.advanceTimersByTime(20)
    expect(fired).toEqual([1, 3])
  })

  it('waits for a moment further away than a timer can wait', () => {
    add(1, 2 ** 31 + 5)
    jest.advanceTimersByTime(2 ** 31)
    expect(fired).toEqual([])
    jest.advanceTimersByTime(10)
    expect(fired).toEqual([1])
  })

  it('holds 10,000 deadlines with one timer', () => {
    for (let i = 0; i < 10_000; i++) add(i, 1_000)
    expect(jest.getTimerCount()).toBe(1)
    jest.advanceTimersByTime(1_000)
    expect(fired).toHaveLength(10_000)
    expect(fired[9_999]).toBe(9_999)
  })

  it('has no timer left when there is nothing to wait for', () => {
    add(1, 10)
    remove(1)
    jest.advanceTimersByTime(10)
    expect(jest.getTimerCount()).toBe(0)
  })

  it('goes on to fire the others after one that throws', () => {
    add(1, 10, () => {
      throw new Error('of the application')
    })
    add(2, 10)
    add(3, 30)
    expect(() => jest.advanceTimersByTime(10)).toThrow('of the application')
    jest.advanceTimersByTime(30)
    expect(fired).toEqual([1, 2, 3])
    add(4, 10)
    jest.advanceTimersByTime(10)
    expect(fired).toContain(4)
  })

  it('fires what was not removed, in order, whatever is added and removed', () => {
    const step = fc.oneof(
      fc.record({ add: fc.integer({ min: 1, max: 500 }) }),
      fc.record({ remove: fc.nat({ max: 30 }) }),
      fc.record({ wait: fc.integer({ min: 0, max: 100 }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        queue = new DeadlineQueue()
        fired = []
        entries.clear()
        const due = new Map<number, number>()
        let count = 0
        for (const each of steps) {
          if ('add' in each) {
            due.set(count, performance.now() + each.add)
            add(count++, each.add)
          } else if ('remove' in each) {
            if (!due.has(each.remove) || fired.includes(each.remove)) continue
            remove(each.remove)
            due.delete(each.remove)
          } else {
            jest.advanceTimersByTime(each.wait)
            const late = [...due].filter(([, at]) => at <= performance.now()).map(([n]) => n)
            expect(late.every((number) => fired.includes(number))).toBe(true)
          }
        }
        jest.advanceTimersByTime(1_000)
        expect([...fired].sort(byNumber)).toEqual([...due.keys()].sort(byNumber))
        const moments = fired.map((number) => due.get(number) ?? NaN)
        expect(moments).toEqual([...moments].sort(byNumber))
      }),
    )
  })
})

it('a queue keeps no process alive', () => {
  jest.useRealTimers()
  const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  queue = new DeadlineQueue()
  add(1, 60_000)
  const after = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  expect(after).toBe(before)
  remove(1)
})

const byNumber = (a: number, b: number): number => a - b
