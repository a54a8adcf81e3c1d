import type { Disconnect } from './disconnect.js'
import type { AgeHistogram } from './histogram.js'
import type { RouteTable } from './routes.js'
import type { Timeline } from './timeline.js'
import type { Counted, TopList } from './top-list.js'

/** Who a completed exchange was with. */
export interface Visitor {
  readonly address: string
  readonly agent: string
}

/** What a state has gathered, for those who draw conclusions. */
export interface Summary {
  readonly exchanges: number
  readonly disconnects: number
  readonly ages: AgeHistogram
  readonly timeline: Timeline
  readonly routes: RouteTable
  readonly clients: TopList<Counted>
  readonly agents: TopList<Counted>
  /** A uniform sample of the disconnects, or all of them. */
  readonly sample: readonly Disconnect[]
  /** A uniform sample of the clients of completed exchanges. */
  readonly visitors: readonly Visitor[]
}
