import type { ServerKind } from '../harness/servers.js'
import { h1Faults, h2Faults, type ClientFault } from './client-faults.js'
import { asyncLayer, type Layer } from './layers.js'
import type { ExpectedExchange, Row } from './row.js'
import type { Stage } from './stage.js'
import { pipedSources, type PipedSource } from './upstreams/index.js'

/** Upstreams that a `pipeline` carries into the response, so that one's end is the other's. */
export function pipedRows(server: ServerKind): Row[] {
  return pipedSources.flatMap((source) => [
    failing(server, source, 'fails while the client is there', (stage) => fails(stage, source)),
    failing(server, source, 'fails, and surfaces when the connection is closed', (stage) =>
      failsAndSurfacesLate(stage, source),
    ),
    ...(server === 'h2' ? h2Faults : h1Faults).map((fault) => left(server, source, fault)),
  ])
}

const base = (server: ServerKind, source: PipedSource, what: string) => ({
  name: `${server} | ${source.name} | ${what}`,
  server,
  family: 'piped upstreams',
  request: { method: 'GET' as const },
})

function failing(
  server: ServerKind,
  source: PipedSource,
  what: string,
  layer: (stage: Stage) => Layer,
): Row {
  return {
    ...base(server, source, what),
    layers: (stage) => [layer(stage)],
    strike: null,
    owner: 'application',
    surfaces: source.silent === true ? 'none' : 'some',
    expected: [expectedOf(source)],
  }
}

/** The client leaves; the pipeline then gives the upstream up, in words of its own. */
function left(server: ServerKind, source: PipedSource, fault: ClientFault): Row {
  return {
    ...base(server, source, `the client leaves | ${fault.name}`),
    layers: (stage) => [
      asyncLayer(async (_req, res) => {
        const operation = await source.open(stage, res)
        stage.reach('responding')
        await operation.result
      }),
    ],
    strike: { at: 'responding', fault, stalled: false },
    owner: 'cancel',
    surfaces: 'maybe',
    expected: [{ outcome: 'client-disconnected', phase: 'responding', closures: fault.closures }],
  }
}

const fails = (stage: Stage, source: PipedSource): Layer =>
  asyncLayer(async (_req, res) => {
    const operation = await source.open(stage, res)
    await operation.fail()
    await operation.result
  })

const failsAndSurfacesLate = (stage: Stage, source: PipedSource): Layer =>
  asyncLayer(async (_req, res) => {
    const operation = await source.open(stage, res)
    operation.result.catch(() => undefined)
    await operation.fail()
    await stage.departed.promise
    await operation.result
  })

function expectedOf(source: PipedSource): ExpectedExchange {
  // A killed child just ends its output: the answer is short, and nobody can tell.
  return source.silent === true
    ? { outcome: 'completed', phase: 'done' }
    : { outcome: 'failed', phase: 'responding', closures: ['none'] }
}
