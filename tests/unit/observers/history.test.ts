import { historyObserver } from '../../../src/index.js'
import type { ExchangeRecord } from '../../../src/types/index.js'

const record = (id: number) => ({ id: String(id) }) as ExchangeRecord
const idsOf = (history: ReturnType<typeof historyObserver>) => history.records().map(({ id }) => id)

test('the last records are kept, the oldest first', () => {
  const history = historyObserver({ max: 3 })
  expect(idsOf(history)).toEqual([])
  history.settled(record(1))
  history.settled(record(2))
  expect(idsOf(history)).toEqual(['1', '2'])
  for (const id of [3, 4, 5]) history.settled(record(id))
  expect(idsOf(history)).toEqual(['3', '4', '5'])
  for (const id of [6, 7]) history.settled(record(id))
  expect(idsOf(history)).toEqual(['5', '6', '7'])
})

test('clear lets all of them go', () => {
  const history = historyObserver({ max: 2 })
  for (const id of [1, 2, 3]) history.settled(record(id))
  history.clear()
  history.settled(record(4))
  expect(idsOf(history)).toEqual(['4'])
})

test('a list that was handed out stays as it was', () => {
  const history = historyObserver({ max: 1 })
  history.settled(record(1))
  const before = history.records()
  history.settled(record(2))
  expect(before.map(({ id }) => id)).toEqual(['1'])
})

test.each([
  [{ maximum: 3 }, /no option 'maximum'/],
  [{ max: 0 }, /max must be a whole number/],
  [{ max: 1.5 }, /max must be a whole number/],
])('%j is refused', (options, message) => {
  expect(() => historyObserver(options as object)).toThrow(message)
})
