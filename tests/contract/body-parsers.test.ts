import express from 'express'
import express4 from 'express4'
import multer from 'multer'
import type { Middleware } from '../harness/http-shapes.js'
import { serverKinds } from '../harness/servers.js'
import { turns } from '../harness/turns.js'
import { cleanUp, open } from './support.js'

afterEach(cleanUp)

const parsers: readonly [name: string, parser: unknown, type: string][] = [
  ['express.json', express.json(), 'application/json'],
  ['express.json of Express 4', express4.json(), 'application/json'],
  ['express.raw', express.raw({ type: () => true }), 'application/octet-stream'],
  ['express.urlencoded', express.urlencoded(), 'application/x-www-form-urlencoded'],
  ['multer', multer().any(), 'multipart/form-data; boundary=x'],
]
const form = '--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n'

describe.each(serverKinds)('on %s a client that leaves during an upload to', (kind) => {
  test.each(parsers)('%s ends quietly, and the response is ended', async (name, parser, type) => {
    const ends: jest.SpyInstance[] = []
    const noting: Middleware = (req, res, next) => {
      ends.push(jest.spyOn(res, 'end'))
      req.once('data', () => visit.leave())
      next()
    }
    const scene = await open(kind, [noting, parser as Middleware])
    const visit = (await scene.visitor()).start({
      method: 'POST',
      headers: { 'content-type': type },
      body: name === 'multer' ? form : '{"half":',
      cut: true,
    })
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'receiving',
      status: 499,
    })
    const { verdict } = await scene.told.nth(1)
    expect(verdict).toMatchObject({ origin: 'client', quiet: true })
    await turns(5)
    expect(scene.told.all).toHaveLength(1)
    expect(scene.downstream.all).toEqual([])
    expect(ends[0]).toHaveBeenCalledTimes(1)
  })
})

describe.each(serverKinds)('on %s a mistake in a body that came whole', (kind) => {
  test('goes to the application, and the client is answered', async () => {
    const scene = await open(kind, [express.json()])
    const call = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"half":',
    }
    expect((await (await scene.visitor()).ask(call)).status).toBe(500)
    expect(scene.downstream.all[0]).toMatchObject({ type: 'entity.parse.failed' })
    expect(scene.told.all[0]!.verdict).toMatchObject({ origin: 'application' })
  })
})
