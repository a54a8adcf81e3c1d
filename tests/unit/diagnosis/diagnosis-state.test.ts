import fc from 'fast-check'
import {
  diagnose,
  DiagnosisState,
  type DiagnosisRecord,
  type DiagnosisSnapshot,
} from '../../../src/diagnosis/index.js'
import { anyRecord } from './record-arbitrary.js'

function stateOf(records: readonly DiagnosisRecord[]): DiagnosisState {
  const state = new DiagnosisState()
  for (const record of records) state.add(record)
  return state
}

describe('merging', () => {
  it('gives what one pass over both streams gives, in either order', () => {
    fc.assert(
      fc.property(fc.array(anyRecord), fc.array(anyRecord), (first, second) => {
        const whole = stateOf([...first, ...second])
        const merged = stateOf(first)
        merged.merge(stateOf(second))
        expect(merged.report()).toEqual(whole.report())
        const turned = stateOf(second)
        turned.merge(stateOf(first))
        expect(turned.report()).toEqual(whole.report())
      }),
      { numRuns: 60 },
    )
  })

  it('keeps counts and histograms exact where more disconnect than are kept', () => {
    const records = Array.from({ length: 40_000 }, (_, index) => departure(index))
    const whole = stateOf(records).report()
    const merged = stateOf(records.slice(0, 25_000))
    merged.merge(stateOf(records.slice(25_000)))
    const { diagnosis, ages, timeline } = merged.report()
    expect(diagnosis.disconnects).toBe(40_000)
    const countsOf = (bins: typeof ages) =>
      bins.map(({ fromMs, disconnects }) => [fromMs, disconnects])
    expect(countsOf(ages)).toEqual(countsOf(whole.ages))
    const timesOf = (bins: typeof timeline.bins) =>
      bins.map(({ time, disconnects }) => [time, disconnects])
    expect(timesOf(timeline.bins)).toEqual(timesOf(whole.timeline.bins))
  })

  it('finds the same limit in the shards of a stream as in the whole', () => {
    const records = Array.from({ length: 30_000 }, (_, index) =>
      departure(index, index % 5 === 0 ? 60_000 + (index % 7) : undefined),
    )
    const shards = [0, 1, 2].map((shard) =>
      stateOf(records.filter((_, index) => index % 3 === shard)),
    )
    const [first, ...others] = shards
    for (const other of others) first!.merge(other)
    const [found] = first!.result().findings.filter(({ cause }) => cause === 'timeout')
    expect(found?.limitMs).toBe(60_000)
    expect(found?.share).toBeCloseTo(0.2, 1)
  })

  it('takes snapshots that went through JSON', () => {
    fc.assert(
      fc.property(fc.array(anyRecord), (records) => {
        const state = stateOf(records)
        const sent = JSON.parse(JSON.stringify(state.snapshot())) as DiagnosisSnapshot
        expect(DiagnosisState.from(sent).report()).toEqual(state.report())
      }),
      { numRuns: 40 },
    )
  })
})

describe('any input', () => {
  it('never throws, and shares stay within the whole', () => {
    const anything = fc.dictionary(
      fc.constantFrom(
        'time',
        'route',
        'path',
        'outcome',
        'phase',
        'closure',
        'ageMs',
        'idleMs',
        'client',
        'cause',
        'status',
        'timeoutMs',
        'loggedBy',
      ),
      fc.anything(),
    )
    const odd = fc.oneof(
      anything,
      anything.map((each) => ({ ...each, outcome: 'client-disconnected' })),
      fc.anything(),
      anyRecord,
    )
    fc.assert(
      fc.property(fc.array(odd), (records) => {
        const diagnosis = diagnose(records as DiagnosisRecord[])
        const claimed = diagnosis.findings.reduce((sum, { share }) => sum + share, 0)
        expect(claimed).toBeLessThanOrEqual(1.001)
        expect(diagnosis.unexplained).toBeGreaterThanOrEqual(0)
        expect(JSON.parse(JSON.stringify(diagnosis))).toEqual(diagnosis)
      }),
      { numRuns: 200 },
    )
  })

  it('has a result without any record', () => {
    expect(diagnose([])).toEqual({
      exchanges: 0,
      disconnects: 0,
      from: '',
      to: '',
      findings: [],
      unexplained: 0,
    })
  })

  it.each([
    [{ maxRoute: 5 }, /did you mean 'maxRoutes'/],
    [{ maxRoutes: 0 }, /maxRoutes/],
    [{ minShare: '5 %' }, /minShare/],
    [{ falsePositiveRate: 1 }, /falsePositiveRate/],
  ])('refuses the options %j', (options, message) => {
    expect(() => diagnose([], options as object)).toThrow(message)
  })
})

describe('size', () => {
  it('is bounded, however many routes, clients, agents and times there are', () => {
    const sizeAfter = (count: number): number => {
      const state = new DiagnosisState({ maxRoutes: 20 })
      for (let index = 0; index < count; index++) {
        state.add({
          ...departure(index),
          route: `/r/${index}`,
          client: { address: `2001:db8:${index.toString(16)}::`, agent: `a${index}`, via: [] },
        })
        state.completed(`/c/${index}`, index % 5000, 1.7e12 + index * 60_000)
      }
      return JSON.stringify(state.snapshot()).length
    }
    expect(sizeAfter(75_000)).toBeLessThan(sizeAfter(25_000) * 1.5)
  })

  it('keeps the error of top lists below what was counted, divided by their size', () => {
    const state = new DiagnosisState()
    for (let index = 0; index < 50_000; index++) {
      const address = index % 10 === 0 ? '10.0.0.1' : `10.${index % 251}.${(index >> 3) % 241}.9`
      state.add({ ...departure(index), client: { address, agent: 'chrome' } })
    }
    const { clients } = state.report()
    expect(clients[0]).toMatchObject({ name: '10.0.0.1' })
    for (const { errorAtMost } of clients) expect(errorAtMost).toBeLessThanOrEqual(50_000 / 512)
    const { disconnects, errorAtMost } = clients[0]!
    expect(disconnects).toBeLessThanOrEqual(5000)
    expect(disconnects + errorAtMost).toBeGreaterThanOrEqual(5000)
  })
})

/** A departure without a pattern of its own, by a number. */
function departure(index: number, ageMs = 500 * (1 + (index % 97)) ** 1.5): DiagnosisRecord {
  return {
    time: 1_700_000_000_000 + index * 9973,
    route: `/route/${index % 7}`,
    outcome: 'client-disconnected',
    phase: 'processing',
    closure: 'fin',
    ageMs,
    idleMs: ageMs,
    client: { address: `10.${index % 200}.${index % 13}.1`, agent: 'chrome', via: [] },
  }
}
