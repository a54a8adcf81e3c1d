import { turns } from '../harness/turns.js'
import {
  bare,
  frameworks,
  holdTimeInEach,
  implementations,
  pass,
  timed,
  watched,
} from './connect-timeout-support.js'

holdTimeInEach()

describe.each(implementations)('%s', (_name, timeout) => {
  describe.each(frameworks)('nothing is timed out on %s', (kind) => {
    test('below the limit', async () => {
      const { layer, held, events } = watched()
      const scene = await bare(kind, [timeout(100), layer])
      const visit = (await scene.visitor()).start()
      const { req, res } = await held.nth(1)
      pass(99)
      res.end('Hello')
      expect(await visit.reply).toMatchObject({ status: 200, body: 'Hello' })
      pass(1_000)
      expect([timed(req).timedout, events.all, scene.downstream.all]).toEqual([false, [], []])
    })

    test.each(['write', 'flushHeaders', 'writeHead'] as const)(
      'once the header is out by %s',
      async (method) => {
        const { layer, held, events } = watched()
        const scene = await bare(kind, [timeout(100), layer])
        const visit = (await scene.visitor()).start()
        const { req, res } = await held.nth(1)
        if (method === 'write') res.write('Hello')
        else if (method === 'writeHead') res.writeHead(200)
        else res.flushHeaders()
        pass(200)
        expect(timed(req).timedout).toBe(false)
        res.end(' World')
        const body = method === 'write' ? 'Hello World' : ' World'
        expect(await visit.reply).toMatchObject({ status: 200, body })
        expect([events.all, scene.downstream.all]).toEqual([[], []])
      },
    )

    test('where the handler called req.clearTimeout()', async () => {
      const { layer, held, events } = watched(({ req }) => timed(req).clearTimeout())
      const scene = await bare(kind, [timeout(100), layer])
      const visit = (await scene.visitor()).start()
      const { req, res } = await held.nth(1)
      pass(99)
      timed(req).clearTimeout()
      pass(1_000)
      expect(timed(req).timedout).toBe(false)
      res.end('Hello')
      expect(await visit.reply).toMatchObject({ status: 200, body: 'Hello' })
      timed(req).clearTimeout()
      expect([events.all, scene.downstream.all]).toEqual([[], []])
    })

    test('where the client has left', async () => {
      const { layer, held, events } = watched()
      const scene = await bare(kind, [timeout(100), layer])
      const visit = (await scene.visitor()).start()
      const { req } = await held.nth(1)
      visit.leave()
      await scene.disconnected()
      await turns(3)
      pass(200)
      expect([timed(req).timedout, events.all, scene.downstream.all]).toEqual([false, [], []])
    })

    test.each(['req', 'res', 'socket'] as const)('where %s was destroyed', async (what) => {
      const { layer, held, events } = watched()
      const scene = await bare(kind, [timeout(100), layer])
      const visit = (await scene.visitor()).start()
      const { req, res } = await held.nth(1)
      ;({ req, res, socket: req.socket })[what].destroy()
      expect(await visit.reply).toBeNull()
      await scene.disconnected()
      await turns(3)
      pass(200)
      expect([timed(req).timedout, events.all, scene.downstream.all]).toEqual([false, [], []])
    })
  })
})
