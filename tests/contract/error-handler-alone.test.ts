import { once } from 'node:events'
import express from 'express'
import { errorHandler, peekExchange } from '../../src/index.js'
import type { Middleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { cleanUp, holding, open, Scene } from './support.js'

afterEach(cleanUp)

describe.each(serverKinds)('errorHandler without abortDetection on %s', (kind) => {
  async function alone(layers: readonly Middleware[]): Promise<Scene> {
    const observer = new Scene()
    const scene = await open(kind, layers, {
      detect: false,
      errors: { observers: [observer] },
    })
    Object.assign(scene, { told: observer.told, records: observer.records })
    return scene
  }

  test('passes a real error on, and the client is answered', async () => {
    const error = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
    const scene = await alone([(_req, _res, next) => next(error)])
    expect((await (await scene.visitor()).ask()).status).toBe(500)
    expect(scene.downstream.all).toEqual([error])
    expect(scene.told.all[0]!.verdict).toMatchObject({ origin: 'application' })
    // It made the exchange itself, and that settles.
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', status: 500 })
  })

  test('passes a real error on after the client left', async () => {
    const { layer, held } = holding()
    const scene = await alone([layer])
    const visit = (await scene.visitor()).start()
    const { res, next } = await held.nth(1)
    const closed = once(res, 'close')
    visit.leave()
    await closed
    const error = new Error('no such table')
    next(error)
    expect(await scene.downstream.nth(1)).toBe(error)
  })

  test("says of body-parser's complaint what it can prove, and passes on the rest", async () => {
    const leaving: Middleware = (req, _res, next) => {
      req.once('data', () => visit.leave())
      next()
    }
    const scene = await alone([leaving, express.json()])
    const visit = (await scene.visitor()).start({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"half":',
      cut: true,
    })
    const { error, verdict } = await scene.told.nth(1)
    expect(error).toMatchObject({ type: 'request.aborted' })
    expect(scene.downstream.all).toEqual(verdict.quiet ? [] : [error])
    expect(verdict.quiet).toBe(verdict.origin === 'client')
    expect(await scene.records.nth(1)).toMatchObject({ statusSent: null })
  })

  test('answers by hand, without a next, rather than leave a request hanging', async () => {
    const consoleError = jest.spyOn(console, 'error').mockImplementation(() => undefined)
    const error = Object.assign(new Error('no such table'), { status: 502 })
    const byHand = errorHandler() as (error: unknown, req: unknown, res: unknown) => void
    const scene = await open(kind, [(req, res) => byHand(error, req, res)], {
      detect: false,
      errors: false,
    })
    expect((await (await scene.visitor()).ask()).status).toBe(502)
    expect(consoleError.mock.calls).toEqual([[error]])
    expect(peekExchange(scene.requests[0]!)).toMatchObject({ outcome: 'completed' })
    consoleError.mockRestore()
  })
})
