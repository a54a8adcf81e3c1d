import { isRequestTimeoutError } from '../../src/errors/index.js'
import type { Origin } from '../../src/types/index.js'
import { describeError, onCodeList } from './describe-error.js'
import { exchangeFaults, faultsOf, settlingFaults } from './expect.js'
import type { Played } from './play.js'
import type { Owner } from './row.js'

export interface OwnerFigures {
  readonly surfaced: number
  readonly origins: Readonly<Record<Origin, number>>
  readonly quiet: number
  /** How many of the same errors a list of codes calls the client's. */
  readonly codeList: number
}

export interface Figures {
  readonly node: string
  readonly rows: number
  readonly failing: number
  readonly exchanges: number
  readonly outcomeAndPhaseRight: number
  readonly settledTwiceOrNever: number
  readonly byOwner: Readonly<Record<Owner, OwnerFigures>>
  /** Who was ambiguous among the client's own errors, with how often, the most frequent first. */
  readonly ambiguous: readonly (readonly [what: string, times: number])[]
}

export function figuresOf(played: readonly Played[]): Figures {
  const exchanges = played.flatMap((each) =>
    each.row.expected.map((expected, index) => ({ each, expected, index })),
  )
  const wrong = exchanges.filter(
    ({ each, expected, index }) =>
      each.stage.records[index] === undefined ||
      exchangeFaults(each, expected, index).some((fault) => fault.startsWith('was ')),
  )
  return {
    node: process.version,
    rows: played.length,
    failing: played.filter((each) => faultsOf(each).length > 0).length,
    exchanges: exchanges.length,
    outcomeAndPhaseRight: exchanges.length - wrong.length,
    settledTwiceOrNever: played.filter((each) => settlingFaults(each).length > 0).length,
    byOwner: {
      client: ownerFigures(played, 'client'),
      application: ownerFigures(played, 'application'),
      cancel: ownerFigures(played, 'cancel'),
      server: ownerFigures(played, 'server'),
      timeout: ownerFigures(played, 'timeout'),
    },
    ambiguous: ambiguousOnes(played),
  }
}

function ownerFigures(played: readonly Played[], owner: Owner): OwnerFigures {
  const surfaced = played
    .filter(({ row }) => row.owner === owner)
    .flatMap(({ stage }) => stage.surfaced)
    // The error of the limit surfaces besides the one that the row is about.
    .filter(({ error }) => owner === 'timeout' || !isRequestTimeoutError(error))
  const origins = { client: 0, timeout: 0, server: 0, application: 0, ambiguous: 0 }
  for (const { verdict } of surfaced) origins[verdict.origin]++
  return {
    surfaced: surfaced.length,
    origins,
    quiet: surfaced.filter(({ verdict }) => verdict.quiet).length,
    codeList: surfaced.filter(({ error }) => onCodeList(error)).length,
  }
}

function ambiguousOnes(played: readonly Played[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const { row, stage } of played) {
    if (row.owner !== 'client') continue
    for (const { error, via, verdict } of stage.surfaced) {
      if (verdict.origin !== 'ambiguous') continue
      const [, handler = '', phase = ''] = row.name.split(' | ')
      const what = `${handler}, ${phase}: ${describeError(error).text} by ${via} (${verdict.rule})`
      counts.set(what, (counts.get(what) ?? 0) + 1)
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)
}
