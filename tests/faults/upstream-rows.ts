import { abortSignal } from '../../src/index.js'
import type { Phase } from '../../src/types/index.js'
import type { ServerKind } from '../harness/servers.js'
import { h1Faults, h2Faults, type ClientFault } from './client-faults.js'
import { asyncLayer, type Layer } from './layers.js'
import { chunk } from './payload.js'
import type { ExpectedExchange, Owner, Row } from './row.js'
import type { Stage } from './stage.js'
import { upstreamSources, type Operation, type UpstreamSource } from './upstreams/index.js'

type WhilePhase = Extract<Phase, 'processing' | 'responding'>

interface Variant {
  readonly name: string
  readonly owner: Owner
  readonly clientLeaves: boolean
  readonly possible: (source: UpstreamSource) => boolean
  readonly signalled?: true
  /** What the application goes through with an operation that is under way. */
  readonly play: (stage: Stage, phase: WhilePhase, operation: Operation) => Promise<unknown>
}

const always = (): boolean => true

const variants: readonly Variant[] = [
  {
    name: 'fails while the client is there',
    owner: 'application',
    clientLeaves: false,
    possible: always,
    play: async (_stage, _phase, operation) => {
      await operation.fail()
      return operation.result
    },
  },
  {
    name: 'fails, and surfaces when the client has left',
    owner: 'application',
    clientLeaves: true,
    // http-proxy reports by itself, at once.
    possible: (source) => source.answers !== true,
    play: async (stage, phase, operation) => {
      await operation.fail()
      await operation.result.catch(ignore)
      await stage.hold(phase)
      return operation.result
    },
  },
  {
    name: 'fails when the client has left',
    owner: 'application',
    clientLeaves: true,
    possible: always,
    play: async (stage, phase, operation) => {
      await stage.hold(phase)
      await operation.fail()
      return operation.result
    },
  },
  {
    name: 'is given up when the client has left',
    owner: 'cancel',
    clientLeaves: true,
    possible: (source) => source.takesReason || source.takesSignal,
    play: async (stage, phase, operation) => {
      await stage.hold(phase)
      operation.cancel?.()
      return operation.result
    },
  },
  {
    name: 'is given up with the reason of our signal',
    owner: 'client',
    clientLeaves: true,
    possible: (source) => source.takesReason,
    play: async (stage, phase, operation) => {
      await stage.hold(phase)
      operation.cancel?.(abortSignal(stage.request).reason as Error)
      return operation.result
    },
  },
  {
    name: 'was given our signal',
    owner: 'client',
    clientLeaves: true,
    possible: (source) => source.takesSignal,
    signalled: true,
    play: async (stage, phase, operation) => {
      await stage.hold(phase)
      return operation.result
    },
  },
]

/** Every upstream fault: client there, gone before, gone and the application cancels. */
export function upstreamRows(server: ServerKind): Row[] {
  const rows: Row[] = []
  for (const source of upstreamSources) {
    // http-proxy cannot answer on HTTP/2.
    if (source.answers === true && server === 'h2') continue
    for (const variant of variants.filter(({ possible }) => possible(source))) {
      for (const phase of ['processing', 'responding'] as const) {
        if (phase === 'responding' && source.answers === true) continue
        for (const fault of faultsFor(server, variant, phase)) {
          rows.push(upstreamRow(server, source, variant, phase, fault))
        }
      }
    }
  }
  return rows
}

function faultsFor(
  server: ServerKind,
  variant: Variant,
  phase: WhilePhase,
): readonly (ClientFault | null)[] {
  if (!variant.clientLeaves) return [null]
  const faults = server === 'h2' ? h2Faults : h1Faults
  // How the client left matters little to what an upstream does: one fault is enough here.
  return phase === 'responding' ? faults.slice(-1) : faults
}

function upstreamRow(
  server: ServerKind,
  source: UpstreamSource,
  variant: Variant,
  phase: WhilePhase,
  fault: ClientFault | null,
): Row {
  const scene = fault === null ? phase : `${phase} | ${fault.name}`
  return {
    name: `${server} | ${source.name} | ${variant.name} | ${scene}`,
    server,
    family: 'upstreams',
    request: { method: 'GET' },
    layers: (stage) => [upstreamLayer(stage, source, variant, phase)],
    strike: fault && { at: phase, fault, stalled: false },
    owner: variant.owner === 'client' && source.dropsReason === true ? 'cancel' : variant.owner,
    surfaces: 'some',
    expected: [expectedOf(phase, fault)],
  }
}

function upstreamLayer(
  stage: Stage,
  source: UpstreamSource,
  variant: Variant,
  phase: WhilePhase,
): Layer {
  return asyncLayer(async (req, res) => {
    if (phase === 'responding') res.write(chunk)
    const signal = variant.signalled === true ? abortSignal(req) : undefined
    const operation = await source.open(stage, signal)
    operation.result.catch(ignore)
    await variant.play(stage, phase, operation)
    stage.complaints.push('the upstream did not fail')
  })
}

function expectedOf(phase: WhilePhase, fault: ClientFault | null): ExpectedExchange {
  if (fault !== null) {
    return { outcome: 'client-disconnected', phase, closures: fault.closures }
  }
  // Before the header the application still answers, with a 502. After it, it can only destroy.
  return phase === 'processing'
    ? { outcome: 'completed', phase: 'done' }
    : { outcome: 'failed', phase: 'responding', closures: ['none'] }
}

const ignore = (): void => undefined
