import { abortSignal, requestTimeout } from '../../src/index.js'
import type { ServerKind } from '../harness/servers.js'
import { asyncLayer, type Layer } from './layers.js'
import type { Owner, Row } from './row.js'
import type { Stage } from './stage.js'
import { upstreamSources } from './upstreams/index.js'

/** The limit passes while the client waits; what surfaces then has three possible owners. */
export function timeoutRows(server: ServerKind): Row[] {
  const limited = upstreamSources.filter(({ takesSignal }) => takesSignal)
  return [
    timeoutRow(server, 'handler that never answers', 'timeout', () => [
      () => {
        // The limit is what answers.
      },
    ]),
    ...limited.flatMap((source) => [
      timeoutRow(
        server,
        `${source.name} | was given our signal`,
        source.dropsReason === true ? 'cancel' : 'timeout',
        (stage) => [
          asyncLayer(async (req) => {
            await noting(stage, async () => {
              const operation = await source.open(stage, abortSignal(req))
              await operation.result
            })
          }),
        ],
      ),
      timeoutRow(
        server,
        `${source.name} | fails when the limit has passed`,
        'application',
        (stage) => [
          asyncLayer(async (req) => {
            const signal = abortSignal(req)
            const operation = await source.open(stage)
            operation.result.catch(() => undefined)
            if (!signal.aborted) {
              await new Promise((resolve) => {
                signal.addEventListener('abort', resolve, { once: true })
              })
            }
            await noting(stage, async () => {
              await operation.fail()
              await operation.result
            })
          }),
        ],
      ),
    ]),
  ]
}

/** A late `next(err)` goes on behind the error handler that answered the limit, so it is noted here. */
async function noting(stage: Stage, work: () => Promise<void>): Promise<void> {
  try {
    await work()
    stage.complaints.push('the upstream did not fail')
  } catch (error) {
    stage.surface(error, 'catch')
  }
}

function timeoutRow(
  server: ServerKind,
  what: string,
  owner: Owner,
  layers: (stage: Stage) => readonly Layer[],
): Row {
  return {
    name: `${server} | ${what} | limit`,
    server,
    family: 'limits',
    request: { method: 'GET' },
    layers: (stage) => [requestTimeout(30), ...layers(stage)],
    strike: null,
    owner,
    surfaces: 'some',
    // The error of the limit itself, and what the handler got.
    surfacings: what.includes('|') ? 2 : 1,
    expected: [{ outcome: 'timed-out', phase: 'processing', closures: ['none'] }],
  }
}
