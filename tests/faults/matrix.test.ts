import { faultsOf } from './expect.js'
import { figuresOf } from './figures.js'
import type { Played } from './play.js'
import { figureLines } from './print-figures.js'
import { matrixServers, rowsFor } from './rows.js'
import { playAll } from './run-rows.js'

const all: Played[] = []

describe.each(matrixServers)('the fault matrix on %s', (server) => {
  const rows = rowsFor(server)
  const families = [...new Set(rows.map(({ family }) => family))]

  it.each(families)(
    'finds the outcome, the phase and the owner of every error: %s',
    async (family) => {
      const played = await playAll(rows.filter((row) => row.family === family))
      all.push(...played)
      expect(
        played.flatMap((each) => faultsOf(each).map((fault) => `${each.row.name}: ${fault}`)),
      ).toEqual([])
    },
    120_000,
  )
})

describe('the fault matrix as a whole', () => {
  const figures = () => figuresOf(all)

  afterAll(() => {
    process.stdout.write(`${figureLines(figures()).join('\n')}\n`)
  })

  it("calls no upstream error the client's", () => {
    expect(figures().byOwner.application.origins.client).toBe(0)
    expect(figures().byOwner.application.quiet).toBe(0)
  })

  it("calls at least 99 % of the client's errors the client's", () => {
    const { surfaced, origins } = figures().byOwner.client
    expect(origins.client / surfaced).toBeGreaterThanOrEqual(0.99)
  })

  it('settles every exchange exactly once', () => {
    expect(figures().settledTwiceOrNever).toBe(0)
  })

  it('has every outcome and phase right', () => {
    expect(figures().outcomeAndPhaseRight).toBe(figures().exchanges)
  })
})
