import express from 'express'
import type { IncomingMessage } from 'node:http'
import type { Middleware } from '../harness/http-shapes.js'
import {
  bare,
  frameworks,
  haltOnTimedout,
  holdTimeInEach,
  implementations,
  pass,
  route,
  timed,
  watched,
} from './connect-timeout-support.js'
import { Inbox } from './support.js'

holdTimeInEach()

type SaveCallback = (error: Error | null, id?: number) => void

/** The handler of connect-timeout's README, which saves to a database that the test plays. */
function saving() {
  const saves = new Inbox<{ readonly post: unknown; readonly done: SaveCallback }>('save')
  const save: Middleware = (req, res, next) => {
    const done: SaveCallback = (error, id) => {
      if (error) return void next(error)
      if (timed(req).timedout) return
      res.end(`saved as id ${id}`)
    }
    saves.push({ post: (req as IncomingMessage & { body?: unknown }).body, done })
  }
  return { saves, save }
}

const parse = express.json() as unknown as Middleware
const upload = {
  method: 'POST',
  path: '/save',
  headers: { 'content-type': 'application/json' },
  body: '{"title":"hello"}',
}

describe.each(implementations)(
  "the examples of connect-timeout's README with %s",
  (_n, timeout) => {
    describe.each(frameworks)('save on %s', (kind) => {
      const open = (save: Middleware) =>
        bare(kind, [route(kind, '/save', timeout('5s'), parse, haltOnTimedout, save)])

      test('answers with the id where the database is in time', async () => {
        const { saves, save } = saving()
        const visit = (await (await open(save)).visitor()).start(upload)
        const { post, done } = await saves.nth(1)
        expect(post).toEqual({ title: 'hello' })
        pass(4_900)
        done(null, 7)
        expect(await visit.reply).toMatchObject({ status: 200, body: 'saved as id 7' })
      })

      test('answers 503 where it is not, and what comes late is nobody else’s', async () => {
        const { saves, save } = saving()
        const scene = await open(save)
        const visitor = await scene.visitor()
        const late = visitor.start(upload)
        const { done } = await saves.nth(1)
        pass(7_000)
        expect(await late.reply).toMatchObject({ status: 503 })
        const next = visitor.start(upload)
        done(null, 7)
        ;(await saves.nth(2)).done(null, 8)
        expect(await next.reply).toMatchObject({ status: 200, body: 'saved as id 8' })
      })

      test('hands an error of the database to the error handler', async () => {
        const { saves, save } = saving()
        const scene = await open(save)
        const visit = (await scene.visitor()).start(upload)
        ;(await saves.nth(1)).done(new Error('disk full'))
        expect(await visit.reply).toMatchObject({ status: 500 })
        expect(scene.downstream.all).toMatchObject([{ message: 'disk full' }])
      })
    })

    describe.each(frameworks)('top-level on %s', (kind) => {
      const cookies: Middleware = (req, _res, next) => {
        Object.assign(req, { cookies: req.headers.cookie })
        next()
      }

      test('every layer runs where the request is in time', async () => {
        const { layer, held } = watched()
        const scene = await bare(kind, [
          ...[timeout('5s'), parse, haltOnTimedout, cookies, haltOnTimedout],
          layer,
        ])
        const visit = (await scene.visitor()).start({
          ...upload,
          headers: { ...upload.headers, cookie: 'a=b' },
        })
        const { req, res } = await held.nth(1)
        expect(req).toMatchObject({ body: { title: 'hello' }, cookies: 'a=b', timedout: false })
        res.end('hello')
        expect(await visit.reply).toMatchObject({ status: 200, body: 'hello' })
      })

      test.each([
        ['next', { respond: true }, 'Response timeout'],
        ["a listener of 'timeout'", { respond: false }, 'too slow'],
      ])('a body that comes late goes nowhere: answered by %s', async (_who, options, answer) => {
        const parsed = new Inbox<boolean>('body')
        const started = watched(({ res, req, next }) => {
          if (!options.respond) req.on('timeout', () => res.writeHead(503).end('too slow'))
          next()
        })
        const { layer, held } = watched()
        const scene = await bare(kind, [
          timeout('5s', options),
          started.layer,
          (req, res, next) => {
            parse(req, res, (error) => {
              next(error)
              parsed.push(timed(req).timedout)
            })
          },
          haltOnTimedout,
          layer,
        ])
        const client = await scene.raw()
        const head = 'Content-Type: application/json\r\nContent-Length: 17\r\n\r\n'
        client.send(`POST /save HTTP/1.1\r\nHost: here\r\n${head}`, upload.body.slice(0, 9))
        await started.held.nth(1)
        pass(5_000)
        expect(await client.read((text) => text.includes(answer))).toMatch(/^HTTP\/1\.1 503 /)
        client.send(upload.body.slice(9))
        expect(await parsed.nth(1)).toBe(true)
        expect(held.all).toEqual([])
      })
    })
  },
)
