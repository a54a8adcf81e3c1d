import { PROGRESS_TICK_MS, unwatch, watch, type Watched } from '../../../src/exchange/progress.js'
import { within } from '../../harness/deferred.js'
import { endScenes, openScene } from '../support/scene.js'

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

class Probe implements Watched {
  previousWatched: Watched | null = null
  nextWatched: Watched | null = null
  readonly looks: number[] = []
  onLook: () => void = () => undefined

  look(now: number): void {
    this.looks.push(now)
    this.onLook()
  }
}

describe('the progress clock', () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => {
    jest.advanceTimersByTime(PROGRESS_TICK_MS * 2)
    jest.useRealTimers()
  })

  it('looks at each watched entry once a tick', () => {
    const probes = [new Probe(), new Probe(), new Probe()]
    for (const probe of probes) watch(probe)
    jest.advanceTimersByTime(PROGRESS_TICK_MS * 3)
    for (const probe of probes) unwatch(probe)
    expect(probes.map(({ looks }) => looks.length)).toEqual([3, 3, 3])
  })

  it('looks no more at one that left, wherever it stood', () => {
    const [first, second, third] = [new Probe(), new Probe(), new Probe()]
    for (const probe of [first, second, third]) watch(probe)
    unwatch(second)
    jest.advanceTimersByTime(PROGRESS_TICK_MS)
    unwatch(third)
    jest.advanceTimersByTime(PROGRESS_TICK_MS)
    unwatch(first)
    expect([first, second, third].map(({ looks }) => looks.length)).toEqual([2, 0, 1])
  })

  it('survives entries that leave while they are looked at', () => {
    const probes = Array.from({ length: 5 }, () => new Probe())
    for (const probe of probes) {
      probe.onLook = () => {
        unwatch(probe)
      }
      watch(probe)
    }
    jest.advanceTimersByTime(PROGRESS_TICK_MS * 2)
    expect(probes.map(({ looks }) => looks.length)).toEqual([1, 1, 1, 1, 1])
  })

  it('stops when nobody is watched, and starts again', () => {
    const probe = new Probe()
    watch(probe)
    expect(jest.getTimerCount()).toBe(1)
    unwatch(probe)
    jest.advanceTimersByTime(PROGRESS_TICK_MS)
    expect(jest.getTimerCount()).toBe(0)
    watch(probe)
    jest.advanceTimersByTime(PROGRESS_TICK_MS)
    unwatch(probe)
    expect(probe.looks).toHaveLength(1)
  })
})

it('the progress clock keeps no process alive', () => {
  const before = timers()
  const probe = new Probe()
  watch(probe)
  expect(timers()).toBe(before)
  unwatch(probe)
})

describe('the times of a slow answer', () => {
  afterEach(endScenes)

  // The slow handler is what is looked at; nothing waits for longer than it takes.
  const slowly = (ms: number, then: () => void): void => void setTimeout(then, ms)
  const observed = { detection: { observers: [{}] } }

  it('tell when the header went out, to a tick', async () => {
    const scene = await openScene({
      ...observed,
      handler: (_req, res) => {
        res.write('at once')
        slowly(PROGRESS_TICK_MS * 3, () => res.end())
      },
    })
    void scene.client.read()
    const { firstByteMs, ageMs } = await within(5_000, 'the exchange settles', scene.settled)
    expect(firstByteMs).toBeGreaterThan(0)
    expect(firstByteMs).toBeLessThanOrEqual(ageMs - PROGRESS_TICK_MS)
  })

  it('tell how long nothing had moved when the client left, to a tick', async () => {
    const scene = await openScene({
      ...observed,
      handler: (_req, res) => void res.write('then nothing'),
    })
    await new Promise<void>((resolve) => {
      slowly(PROGRESS_TICK_MS * 4, resolve)
    })
    const { idleMs, ageMs } = await scene.leave('reset')
    expect(idleMs).toBeGreaterThanOrEqual(PROGRESS_TICK_MS * 2)
    expect(idleMs).toBeLessThanOrEqual(ageMs)
  })

  it('tell of no idling of an answer that completed', async () => {
    const scene = await openScene({ ...observed, handler: (_req, res) => void res.end('hello') })
    const { idleMs, firstByteMs, ageMs } = await scene.settled
    expect(idleMs).toBe(0)
    expect(firstByteMs).toBeLessThanOrEqual(ageMs)
  })
})
