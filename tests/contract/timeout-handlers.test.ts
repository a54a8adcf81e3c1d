import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { exchangeOf, isRequestTimeoutError, requestTimeout } from '../../src/index.js'
import type { ErrorMiddleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { cleanUp, expressKinds, holding, open } from './support.js'

afterEach(cleanUp)

const limitMs = 25

describe.each(serverKinds)("the application's error handler on %s", (kind) => {
  test('may answer a timeout after an await, while the late handler may not', async () => {
    const { layer } = holding()
    const render: ErrorMiddleware = async (error, _req, res, _next) => {
      await turn()
      await Promise.resolve()
      res.statusCode = isRequestTimeoutError(error) ? error.status : 500
      res.setHeader('x-rendered', 'yes')
      await turn()
      res.write('rendered ')
      await turn()
      res.end('later')
    }
    let answered = false
    const scene = await open(
      kind,
      [
        requestTimeout(limitMs),
        (req, res, next) => {
          layer(req, res, next)
          // The late handler tries all the time, from its own context.
          void until(
            () => answered,
            () => {
              if (!exchangeOf(req).signal.aborted) return
              res.setHeader('x-late', 'yes')
              res.statusCode = 200
              res.write('late')
            },
          )
        },
      ],
      { errors: false, lastResort: render },
    )
    const reply = await (await scene.visitor()).ask()
    answered = true
    expect(reply).toMatchObject({ status: 503, body: 'rendered later' })
    expect(reply.headers['x-rendered']).toBe('yes')
    expect(reply.headers).not.toHaveProperty('x-late')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', statusSent: 503 })
  })
})

async function until(over: () => boolean, work: () => void): Promise<void> {
  while (!over()) {
    await turn()
    work()
  }
}

describe.each(expressKinds)('without any error handler on %s', (kind) => {
  test("Express' own answers 503 with Retry-After", async () => {
    const scene = await open(kind, [requestTimeout(limitMs), holding().layer], {
      errors: false,
      lastResort: (error, _req, _res, next) => next(error),
    })
    const consoleError = jest.spyOn(console, 'error').mockImplementation(() => undefined)
    const reply = await (await scene.visitor()).ask()
    consoleError.mockRestore()
    expect(reply.status).toBe(503)
    expect(reply.headers['retry-after']).toBe('1')
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'timed-out', statusSent: 503 })
  })
})

test('a continuation of plain node:http that takes no error is not run again for one', async () => {
  const limit = requestTimeout(30)
  let runs = 0
  const server = createServer((req, res) => {
    limit(req, res, () => {
      runs++
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/`)
  expect(answer.status).toBe(503)
  expect(await answer.json()).toMatchObject({ status: 503 })
  expect(runs).toBe(1)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
