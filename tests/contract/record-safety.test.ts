import { abortDetection } from '../../src/index.js'
import { serverKinds, type ServerKind } from '../harness/servers.js'
import { cleanUp, holding, http1Kinds, open } from './support.js'

afterEach(cleanUp)

const secret = 'hunter2'

describe.each(serverKinds)('the record on %s', (kind) => {
  test('holds no query, cookie, authorization or raw agent', async () => {
    const { layer, held } = holding()
    const scene = await open(kind, [layer])
    const visit = (await scene.visitor()).start({
      path: `/account?token=${secret}#${secret}`,
      headers: {
        cookie: `session=${secret}`,
        authorization: `Bearer ${secret}`,
        'user-agent': `Strange/${secret}`,
        referer: `http://example.com/${secret}`,
      },
    })
    await held.nth(1)
    visit.leave()
    const record = await scene.records.nth(1)
    expect(record.path).toBe('/account')
    expect(JSON.stringify(record)).not.toContain(secret)
  })

  test('holds the path as the redactor made it', async () => {
    expect(await observed(kind, (path) => path.replace(/\d+/g, ':id'))).toBe('/users/:id')
  })

  test('holds no path where the redactor fails', async () => {
    expect(
      await observed(kind, () => {
        throw new Error('a mistake')
      }),
    ).toBe('')
    expect(await observed(kind, () => undefined as unknown as string)).toBe('')
  })

  async function observed(on: ServerKind, redactPath: (path: string) => string): Promise<string> {
    const paths: string[] = []
    const scene = await open(on, [(_req, res) => res.end()], {
      first: [
        abortDetection({ redactPath, observers: [{ settled: ({ path }) => paths.push(path) }] }),
      ],
    })
    await (await scene.visitor()).ask({ path: '/users/17?all=1' })
    await scene.records.nth(1)
    return paths[0]!
  }
})

describe.each(http1Kinds)('a hostile request line on %s', (kind) => {
  test('puts no control characters and no other lines into the record', async () => {
    const scene = await open(kind, [(_req, res) => res.end()])
    const client = await scene.raw()
    client.send('GET /a\x7fb\u0085c?d HTTP/1.1\r\nHost: a\r\nUser-Agent: evil\x01\r\n\r\n')
    await client.read((text) => text.includes('\r\n\r\n'))
    // Where Node's parser refuses it, there was no request.
    for (const record of scene.records.all) {
      expect(JSON.stringify(record)).not.toMatch(/[\p{Cc}\u2028\u2029]|\\u00|\\r|\\n/u)
    }
  })

  test('is told without the credentials of an absolute URL', async () => {
    const scene = await open(kind, [(_req, res) => res.end()])
    const client = await scene.raw()
    client.send(`GET http://me:${secret}@example.com/path?x HTTP/1.1\r\nHost: example.com\r\n\r\n`)
    await client.read((text) => text.includes('\r\n\r\n'))
    expect(await scene.records.nth(1)).toMatchObject({ path: '/path' })
  })

  test('is told in a bounded length', async () => {
    const scene = await open(kind, [(_req, res) => res.end()])
    const client = await scene.raw()
    client.send(`GET /${'x'.repeat(8000)} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await client.read((text) => text.includes('\r\n\r\n'))
    expect((await scene.records.nth(1)).path.length).toBeLessThanOrEqual(1024)
  })

  test.each([
    ['truncated', '127.0.0.0'],
    ['full', '127.0.0.1'],
    ['none', null],
  ] as const)('is told with its address %s', async (address, told) => {
    const addresses: (string | null)[] = []
    const observer = {
      settled: (r: { client: { address: string | null } }) => void addresses.push(r.client.address),
    }
    const scene = await open(kind, [(_req, res) => res.end()], {
      first: [abortDetection({ address, observers: [observer] })],
    })
    await (await scene.visitor()).ask()
    await scene.records.nth(1)
    expect(addresses).toEqual([told])
  })
})
