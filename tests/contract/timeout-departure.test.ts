import { abortSignal, exchangeOf, requestTimeout } from '../../src/index.js'
import { serverKinds } from '../harness/servers.js'
import { aborted, cleanUp, holding, Inbox, open } from './support.js'
import type { IncomingMessage } from 'node:http'

afterEach(cleanUp)

const limitMs = 50

describe.each(serverKinds)('on %s', (kind) => {
  test('a client that leaves before the limit is not timed out, and nothing is sent', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [requestTimeout(limitMs), layer])
    const visit = (await scene.visitor()).start({ path: '/leaves' })
    const { req, res } = await held.nth(1)
    const writeHead = jest.spyOn(res, 'writeHead')
    visit.leave()
    const record = await scene.records.nth(1)
    expect(record).toMatchObject({ outcome: 'client-disconnected', statusSent: null, status: 499 })
    expect(record.timeoutMs).toBe(limitMs)
    // A limit that began later has passed: so has the first one's time.
    expect((await (await scene.visitor()).ask({ path: '/stays' })).status).toBe(503)
    await scene.records.nth(2)
    expect(abortSignal(req).reason).toMatchObject({ code: 'ERR_CLIENT_DISCONNECTED' })
    expect(scene.told.all).toHaveLength(1)
    expect(writeHead).not.toHaveBeenCalled()
  })

  test('a client that leaves after the limit stays timed out', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [requestTimeout(25), layer], {
      // An error handler that takes its time.
      beforeErrors: [(_error, req, _res, _next) => answering.push(req)],
    })
    const answering = new Inbox<IncomingMessage>('timeout')
    const visit = (await scene.visitor()).start()
    await held.nth(1)
    const req = await answering.nth(1)
    visit.leave()
    const record = await scene.records.nth(1)
    expect(record).toMatchObject({
      outcome: 'timed-out',
      cause: { origin: 'timeout', rule: 'limit-passed' },
      statusSent: null,
    })
    expect(abortSignal(req).reason).toMatchObject({ code: 'ERR_REQUEST_TIMEOUT' })
  })

  test('a handler that answers when its signal aborts is allowed to', async () => {
    const scene = await open(kind, [
      requestTimeout(25),
      (req, res) =>
        void aborted(abortSignal(req)).then(() => {
          /* too late: the promise runs after the seal */
          res.end('late')
        }),
    ])
    expect((await (await scene.visitor()).ask()).status).toBe(503)

    const prompt = await open(kind, [
      requestTimeout(25),
      (req, res) =>
        abortSignal(req).addEventListener('abort', () => {
          res.statusCode = 504
          res.end('partial')
        }),
    ])
    expect(await (await prompt.visitor()).ask()).toMatchObject({ status: 504, body: 'partial' })
    expect(await prompt.records.nth(1)).toMatchObject({ outcome: 'timed-out', statusSent: 504 })
  })

  test('phase and outcome are fixed when the limit passes', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [requestTimeout(25), layer])
    const visit = (await scene.visitor()).start()
    const exchange = exchangeOf((await held.nth(1)).req)
    await visit.reply
    const record = await scene.records.nth(1)
    expect(exchange).toMatchObject({ outcome: 'timed-out', phase: 'done', record })
    expect(Object.isFrozen(exchange)).toBe(true)
  })
})
