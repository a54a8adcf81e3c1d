import type { ServerKind } from '../harness/servers.js'
import type { Phase } from '../../src/types/index.js'
import {
  finThenRead,
  h1Faults,
  h1StalledFaults,
  h2Faults,
  type ClientFault,
} from './client-faults.js'
import { handlers, type HandlerSpec, type PhaseTraits } from './handlers/index.js'
import type { ExpectedExchange, Row, RowRequest } from './row.js'

const phases = ['receiving', 'processing', 'responding', 'flushing', 'done'] as const

/** Every client fault in every phase of every handler that can run on the server. */
export function clientRows(server: ServerKind): Row[] {
  const rows: Row[] = []
  for (const handler of handlers) {
    if (!handler.runsOn(server)) continue
    for (const phase of phases) {
      const traits = handler.phases[phase]
      if (traits === undefined) continue
      for (const fault of faultsFor(server, phase, traits)) {
        rows.push(clientRow(server, handler, phase, traits, fault))
      }
    }
  }
  return rows
}

function faultsFor(server: ServerKind, phase: Phase, traits: PhaseTraits): readonly ClientFault[] {
  if (server === 'h2') return h2Faults
  if (traits.stalled !== true) return h1Faults
  return phase === 'flushing' ? [...h1StalledFaults, finThenRead] : h1StalledFaults
}

function clientRow(
  server: ServerKind,
  handler: HandlerSpec,
  phase: Phase,
  traits: PhaseTraits,
  fault: ClientFault,
): Row {
  return {
    name: `${server} | ${handler.name} | ${phase} | ${fault.name}`,
    server,
    family: handler.family,
    request: requestFor(handler, phase),
    layers: (stage) => handler.layers(stage, server),
    strike: { at: phase, fault, stalled: traits.stalled === true },
    owner: 'client',
    surfaces: traits.surfaces ?? 'maybe',
    expected: [expectedOf(phase, traits, fault)],
  }
}

function requestFor(handler: HandlerSpec, phase: Phase): RowRequest {
  const headers = { headers: handler.headers ?? {} }
  if (handler.upload === undefined) return { method: 'GET', ...headers }
  const sent = phase === 'receiving' ? 'half' : 'all'
  return { method: 'POST', ...headers, upload: handler.upload, sent }
}

function expectedOf(phase: Phase, traits: PhaseTraits, fault: ClientFault): ExpectedExchange {
  if (phase === 'done') return { outcome: 'completed', phase: 'done', closures: ['none'] }
  if (fault === finThenRead) {
    // Node hands out what it has when the FIN comes. If the application had ended the response, that
    // is all of it; behind compression it had not yet, so the answer is cut.
    return traits.seenAs === 'responding'
      ? { outcome: 'client-disconnected', phase: 'responding', closures: ['fin'] }
      : { outcome: 'completed', phase: 'done' }
  }
  return {
    outcome: 'client-disconnected',
    phase: traits.seenAs ?? phase,
    closures: fault.closures,
  }
}
