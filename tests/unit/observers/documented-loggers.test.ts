import type { ServerResponse } from 'node:http'
import pino, { type Logger as PinoLogger } from 'pino'
import winston from 'winston'
import type { Middleware } from '../../harness/http-shapes.js'
import { within } from '../../harness/deferred.js'
import { documented } from '../../harness/documented.js'
import { Lines } from '../support/lines.js'
import {
  endScenes,
  flushing,
  inPhase,
  openScene,
  type Fault,
  type Scene,
} from '../support/scene.js'

const page = 'docs/how-to/loggers.md'
afterEach(endScenes)

interface Written {
  readonly status: number | null
  readonly count: number
}

interface Logger {
  readonly name: string
  /** The middleware of the page, writing to `lines`. */
  mount(lines: Lines): Middleware[]
  /** The status of the only line. */
  statusIn(lines: Lines): number | null
}

const loggers: Logger[] = [
  {
    name: 'morgan',
    mount(lines) {
      const { accessLog } = documented(page, 'morgan') as {
        accessLog: (format: string, out: Lines) => Middleware
      }
      return [accessLog(':method :url :status', lines)]
    },
    statusIn: (lines) => numberOrNull(lines.all[0]?.split(' ')[2]),
  },
  {
    name: 'pino-http',
    mount(lines) {
      const { accessLog } = documented(page, 'pino-http') as {
        accessLog: (logger: PinoLogger) => Middleware
      }
      return [accessLog(pino({}, lines))]
    },
    statusIn: (lines) => lines.json[0]?.['status'] as number | null,
  },
  {
    name: 'express-winston',
    mount(lines) {
      const { accessLog } = documented(page, 'express-winston') as {
        accessLog: (logger: winston.Logger) => Middleware[]
      }
      const logger = winston.createLogger({
        transports: [new winston.transports.Stream({ stream: lines })],
      })
      return accessLog(logger)
    },
    statusIn: (lines) => (lines.json[0]?.['meta'] as Written | undefined)?.status ?? null,
  },
]

describe.each(loggers)('$name, mounted as documented', ({ mount, statusIn }) => {
  async function seen(scene: Promise<Scene>, lines: Lines): Promise<Written> {
    const { settled } = await scene
    await within(5_000, 'the exchange settles', settled)
    await within(5_000, 'a line is written', lines.reach(1))
    return { status: statusIn(lines), count: lines.all.length }
  }

  it('writes one line with the status of an answer that went out', async () => {
    const lines = new Lines()
    const scene = openScene({
      kind: 'express5',
      before: mount(lines),
      handler: (_req, res) => {
        res.statusCode = 201
        res.end('made')
      },
    })
    expect(await seen(scene, lines)).toEqual({ status: 201, count: 1 })
  })

  it('writes the status of an answer without its exchange being asked for before', async () => {
    const lines = new Lines()
    const handler = (_req: unknown, res: ServerResponse) => void res.end('hello')
    const scene = openScene({ unasked: true, before: mount(lines), handler })
    expect(await seen(scene, lines)).toEqual({ status: 200, count: 1 })
  })

  const faults: Fault[] = ['fin', 'close', 'reset']
  it.each(faults)('writes 499 for a client that leaves by %s in processing', async (fault) => {
    const lines = new Lines()
    const scene = await openScene({ kind: 'express5', before: mount(lines) })
    await scene.leave(fault)
    expect(await seen(Promise.resolve(scene), lines)).toEqual({ status: 499, count: 1 })
  })

  it.each(faults)('writes 499 for a client that leaves by %s in responding', async (fault) => {
    const lines = new Lines()
    const before = mount(lines)
    const scene = await openScene({ kind: 'express5', before, handler: inPhase.responding })
    await scene.leave(fault)
    expect(await seen(Promise.resolve(scene), lines)).toEqual({ status: 499, count: 1 })
  })

  it.each(['close', 'reset'] as const)(
    'writes 499 for a client that leaves by %s in flushing',
    async (fault) => {
      const lines = new Lines()
      const before = mount(lines)
      const scene = await openScene({ kind: 'express5', before, handler: inPhase.flushing })
      await flushing(scene)
      await scene.leave(fault)
      expect(await seen(Promise.resolve(scene), lines)).toEqual({ status: 499, count: 1 })
    },
  )

  it('still writes one line where the handler answers a client that has left', async () => {
    const lines = new Lines()
    const scene = await openScene({ kind: 'express5', before: mount(lines) })
    await scene.leave('reset')
    scene.res.end('too late')
    expect(await seen(Promise.resolve(scene), lines)).toEqual({ status: 499, count: 1 })
  })

  it('writes no status where the server destroyed a response it had not begun', async () => {
    const lines = new Lines()
    const scene = await openScene({ kind: 'express5', before: mount(lines) })
    scene.res.destroy()
    expect(await seen(Promise.resolve(scene), lines)).toEqual({ status: null, count: 1 })
  })
})

function numberOrNull(text: string | undefined): number | null {
  return text === undefined || text === '-' ? null : Number(text)
}
