import { cleanUp, holding, open } from '../contract/support.js'
import { stalled } from '../harness/turns.js'
import { nginx } from './nginx.js'
import { describeWith } from './proxy.js'
import { about, cutUpload, expectUnheard, get, large, LIMIT_MS } from './requests.js'

afterEach(cleanUp)

describeWith('nginx')('behind nginx', () => {
  test.each(['close', 'reset'] as const)(
    'a client that leaves (%s) while the handler works is heard of as a FIN',
    async (leave) => {
      const { layer, held } = holding()
      const scene = await open('express5', [layer])
      const client = await (await nginx(scene.server.port)).client()
      client.send(get)
      await held.nth(1)
      client[leave]()
      expect(await scene.records.nth(1)).toMatchObject({
        outcome: 'client-disconnected',
        phase: 'processing',
        closure: 'fin',
        status: 499,
      })
    },
  )

  test.each(['close', 'reset'] as const)(
    'a client that leaves (%s) while the handler works is not heard of with proxy_ignore_client_abort',
    async (leave) => {
      const { layer, held } = holding()
      const scene = await open('express5', [layer])
      const proxy = await nginx(scene.server.port, ['proxy_ignore_client_abort on'])
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

  test('its own read timeout looks like a client that closes, at its age', async () => {
    const { layer, held } = holding()
    const scene = await open('express5', [layer])
    const proxy = await nginx(scene.server.port, [`proxy_read_timeout ${LIMIT_MS}ms`])
    const client = await proxy.client()
    client.send(get)
    await held.nth(1)
    expect(await client.read((text) => text.includes('504'))).toContain('504')
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'processing',
      closure: 'fin',
      ageMs: about(LIMIT_MS),
    })
  })

  test('its own read timeout in the middle of an answer looks the same', async () => {
    const { layer, held } = holding(({ res }) => res.write('beginning'))
    const scene = await open('express5', [layer])
    const proxy = await nginx(scene.server.port, [`proxy_read_timeout ${LIMIT_MS}ms`])
    const client = await proxy.client()
    client.send(get)
    await held.nth(1)
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'responding',
      closure: 'fin',
      idleMs: about(LIMIT_MS),
    })
  })

  test('a client that takes nothing of a buffered download looks like one that has it all', async () => {
    const { layer } = holding(({ res }) => res.end(large))
    const scene = await open('express5', [layer])
    const client = await (await nginx(scene.server.port, ['proxy_buffering on'])).client()
    client.send(get)
    expect(await scene.records.nth(1)).toMatchObject({ outcome: 'completed', status: 200 })
  })

  test('a client that leaves a download which is not buffered is heard of as a reset', async () => {
    const { layer, held } = holding(({ res }) => res.end(large))
    const scene = await open('express5', [layer])
    const client = await (await nginx(scene.server.port, ['proxy_buffering off'])).client()
    client.send(get)
    await stalled((await held.nth(1)).req.socket)
    client.close()
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'flushing',
      closure: 'rst',
    })
  })

  test('a client that stalls too long for the proxy is heard of as a reset', async () => {
    const { layer, held } = holding(({ res }) => res.end(large))
    const scene = await open('express5', [layer])
    const limits = ['proxy_buffering off', `send_timeout ${LIMIT_MS}ms`]
    const client = await (await nginx(scene.server.port, limits)).client()
    client.send(get)
    await held.nth(1)
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'flushing',
      closure: 'rst',
    })
  })

  test('a client that cuts its upload is heard of as a FIN, where the upload is not buffered', async () => {
    const { layer, held } = holding(({ req }) => req.resume())
    const scene = await open('express5', [layer])
    const proxy = await nginx(scene.server.port, ['proxy_request_buffering off'])
    const client = await proxy.client()
    client.send(cutUpload)
    await held.nth(1)
    client.close()
    expect(await scene.records.nth(1)).toMatchObject({
      outcome: 'client-disconnected',
      phase: 'receiving',
      closure: 'fin',
    })
  })

  test('a client that cuts its upload never comes this far, where the upload is buffered', async () => {
    const { layer, held } = holding(({ res }) => res.end('done'))
    const scene = await open('express5', [layer])
    const proxy = await nginx(scene.server.port, ['proxy_request_buffering on'])
    const client = await proxy.client()
    client.send(cutUpload)
    client.close()
    const next = await proxy.client()
    next.send(get)
    await next.read((text) => text.includes('done'))
    await held.nth(1)
    expect(scene.requests.map(({ method }) => method)).toEqual(['GET'])
  })
})
