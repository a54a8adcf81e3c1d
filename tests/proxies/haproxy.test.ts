import { cleanUp, holding, open } from '../contract/support.js'
import { stalled } from '../harness/turns.js'
import { haproxy } from './haproxy.js'
import { describeWith } from './proxy.js'
import { about, cutUpload, expectUnheard, get, large, LIMIT_MS } from './requests.js'

afterEach(cleanUp)

describeWith('haproxy')('behind HAProxy', () => {
  test.each(['close', 'reset'] as const)(
    'a client that leaves (%s) while the handler works is not heard of without abortonclose',
    async (leave) => {
      const { layer, held } = holding()
      const scene = await open('express5', [layer])
      const proxy = await haproxy(scene.server.port, ['no option abortonclose'])
      const client = await proxy.client()
      client.send(get)
      const { req, res } = await held.nth(1)
      client[leave]()
      await expectUnheard(proxy, held, req)
      res.end('late')
      expect(await scene.records.nth(2)).toMatchObject({
        outcome: 'completed',
        status: 200,
        closure: 'none',
      })
    },
  )

  test.each(['close', 'reset'] as const)(
    'a client that leaves (%s) while the handler works is heard of as a reset with abortonclose',
    async (leave) => {
      const { layer, held } = holding()
      const scene = await open('express5', [layer])
      const client = await (await haproxy(scene.server.port, ['option abortonclose'])).client()
      client.send(get)
      await held.nth(1)
      client[leave]()
      expect(await scene.records.nth(1)).toMatchObject({
        outcome: 'client-disconnected',
        phase: 'processing',
        closure: 'rst',
        status: 499,
      })
    },
  )

  test('its own time limit for us looks like a client that resets, at its age', async () => {
    const { layer, held } = holding()
    const scene = await open('express5', [layer])
    const client = await (
      await haproxy(scene.server.port, [`timeout server ${LIMIT_MS}ms`])
    ).client()
    client.send(get)
    await held.nth(1)
    expect(await client.read((text) => text.includes('504'))).toContain('504')
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'processing',
      closure: 'rst',
      ageMs: about(LIMIT_MS),
    })
  })

  test('its own time limit for us in the middle of an answer looks the same', async () => {
    const { layer, held } = holding(({ res }) => res.write('beginning'))
    const scene = await open('express5', [layer])
    const client = await (
      await haproxy(scene.server.port, [`timeout server ${LIMIT_MS}ms`])
    ).client()
    client.send(get)
    await held.nth(1)
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'responding',
      closure: 'rst',
      idleMs: about(LIMIT_MS),
    })
  })

  test('a client that leaves a large download is heard of as a reset', async () => {
    const { layer, held } = holding(({ res }) => res.end(large))
    const scene = await open('express5', [layer])
    const client = await (await haproxy(scene.server.port)).client()
    client.send(get)
    await stalled((await held.nth(1)).req.socket)
    client.close()
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'flushing',
      closure: 'rst',
    })
  })

  test('a client that stalls too long for the proxy is a FIN, and a reset after it', async () => {
    const { layer, held } = holding(({ res }) => res.end(large))
    const scene = await open('express5', [layer])
    const client = await (
      await haproxy(scene.server.port, [`timeout client ${LIMIT_MS}ms`])
    ).client()
    client.send(get)
    await held.nth(1)
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'flushing',
      closure: 'fin',
      cause: { origin: 'client', rule: 'peer-reset' },
    })
  })

  test('a client that cuts its upload is heard of as a reset while it is received', async () => {
    const { layer, held } = holding(({ req }) => req.resume())
    const scene = await open('express5', [layer])
    const client = await (await haproxy(scene.server.port)).client()
    client.send(cutUpload)
    await held.nth(1)
    client.close()
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'receiving',
      closure: 'rst',
    })
  })
})
