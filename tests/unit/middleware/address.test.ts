import express from 'express'
import express4 from 'express4'
import type { IncomingMessage } from 'node:http'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { once } from 'node:events'
import fc from 'fast-check'
import { abortDetection, type ExchangeRecord } from '../../../src/index.js'
import { addressOf, type AddressStyle } from '../../../src/middleware/address.js'
import { deferred, within } from '../../harness/deferred.js'
import { endScenes, openScene } from '../support/scene.js'

const of = (ip: string | undefined, style: AddressStyle = 'truncated') =>
  addressOf({ ip } as unknown as IncomingMessage, undefined, style)

afterEach(endScenes)

describe('addressOf, truncated', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0'],
    ['127.0.0.1', '127.0.0.0'],
    ['::ffff:203.0.113.77', '203.0.113.0'],
    ['::FFFF:203.0.113.77', '203.0.113.0'],
    ['::ffff:cb00:714d', '203.0.113.0'],
    ['0:0:0:0:0:ffff:cb00:714d', '203.0.113.0'],
    ['[::ffff:203.0.113.77]:51234', '203.0.113.0'],
    ['::ffff:203.0.113.77%2', '203.0.113.0'],
    ['[fe80::1%eth0]:51234', 'fe80:0:0::'],
    ['2001:DB8:85A3::1', '2001:db8:85a3::'],
    ['2001:db8:85a3:1:2:8a2e:370:7334', '2001:db8:85a3::'],
    ['2001:db8::8a2e:370:7334', '2001:db8:0::'],
    ['2001:db8::', '2001:db8:0::'],
    ['::1', '0:0:0::'],
    ['::', '0:0:0::'],
    ['fe80::1%eth0', 'fe80:0:0::'],
    ['64:ff9b::203.0.113.77', '64:ff9b:0::'],
    ['203.0.113.77:51234', '203.0.113.0'],
    ['[2001:db8:85a3::1]:51234', '2001:db8:85a3::'],
  ])('makes of %s %s', (address, truncated) => {
    expect(of(address)).toBe(truncated)
  })

  it.each([
    '',
    'unknown',
    '_hidden',
    'unix:',
    '/run/app.sock',
    `::1%${'e'.repeat(500)}`,
    '203.0.113',
    '203.0.113.77.1',
    '<script>',
    ':::',
    '1:2:3',
  ])('tells nothing of %p, which is no address', (address) => {
    expect(of(address)).toBeNull()
  })

  it('gives the same network however an address is written', () => {
    const groups = fc.array(fc.constantFrom(0, 0, 1, 0xdb8, 0xffff), {
      minLength: 8,
      maxLength: 8,
    })
    const shortened = groups.chain((all) =>
      fc.record({
        all: fc.constant(all),
        from: fc.integer({ min: 0, max: 7 }),
        length: fc.integer({ min: 1, max: 8 }),
      }),
    )
    fc.assert(
      fc.property(shortened, ({ all, from, length }) => {
        const hex = all.map((group) => group.toString(16))
        const run = all.slice(from, from + length)
        fc.pre(run.length > 0 && run.every((group) => group === 0))
        const rest = hex.slice(from + run.length).join(':')
        const short = `${hex.slice(0, from).join(':')}::${rest}`
        fc.pre(net.isIPv6(short) && !hex.slice(0, 6).join(':').endsWith('0:0:0:0:0:ffff'))
        expect(of(short)).toBe(`${hex.slice(0, 3).join(':')}::`)
      }),
      { numRuns: 500 },
    )
  })

  it('never tells the last part of an IPv4 address', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(of(address)).toBe(address.split('.').with(3, '0').join('.'))
        expect(of(`::ffff:${address}`)).toBe(of(address))
      }),
    )
  })
})

describe('addressOf in other styles', () => {
  it('tells nothing as none', () => {
    expect(of('203.0.113.77', 'none')).toBeNull()
  })

  it('tells an address as it is in full', () => {
    expect(of('203.0.113.77', 'full')).toBe('203.0.113.77')
    expect(of('2001:db8::1', 'full')).toBe('2001:db8::1')
  })

  it.each([
    ['::ffff:203.0.113.77', '203.0.113.77'],
    ['203.0.113.77:51234', '203.0.113.77'],
    ['[2001:DB8:0:0::1]:51234', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['fe80::1%\u001b[31m', 'fe80::1'],
  ])('tells %j in its one form, %s', (address, told) => {
    expect(of(address, 'full')).toBe(told)
  })

  it('tells a hash that is the same for the same client, however its address is written', () => {
    const hash = of('203.0.113.77', 'hashed')
    expect(hash).toMatch(/^[0-9a-f]{16}$/)
    expect(of('::ffff:203.0.113.77', 'hashed')).toBe(hash)
    expect(of('203.0.113.77:51234', 'hashed')).toBe(hash)
    expect(of('203.0.113.78', 'hashed')).not.toBe(hash)
    expect(of('unknown', 'hashed')).toBeNull()
  })

  it('tells another hash the day after, and never the first again', () => {
    jest.useFakeTimers({ now: Date.UTC(2026, 0, 1, 23, 59) })
    try {
      const before = of('203.0.113.77', 'hashed')
      jest.setSystemTime(Date.UTC(2026, 0, 2, 0, 1))
      const after = of('203.0.113.77', 'hashed')
      jest.setSystemTime(Date.UTC(2026, 0, 1, 23, 59))
      expect(new Set([before, after, of('203.0.113.77', 'hashed')]).size).toBe(3)
    } finally {
      jest.useRealTimers()
    }
  })

  it.each(['<script>', 'unknown', 'a'.repeat(5_000), '10.0.0.1\x85', ''])(
    'tells nothing of %p in full, which is no address',
    (address) => {
      expect(of(address, 'full')).toBeNull()
    },
  )

  it('tells nothing that is no address, whatever a header holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const told = of(text, 'full')
        if (told !== null) expect(net.isIP(told)).not.toBe(0)
      }),
    )
  })
})

describe('the address in a record', () => {
  it('is the peer’s, though the socket is gone', async () => {
    const scene = await openScene({ detection: { address: 'full', observers: [{}] } })
    expect((await scene.leave('reset')).client.address).toBe('127.0.0.1')
  })

  it('is truncated by default', async () => {
    const scene = await openScene()
    expect((await scene.leave('close')).client.address).toBe('127.0.0.0')
  })

  describe.each([
    ['Express 5', express as () => express.Express],
    ['Express 4', express4 as unknown as () => express.Express],
  ])('under %s', (_name, create) => {
    async function addressUnder(trust: unknown, forwarded: string): Promise<string | null> {
      const record = deferred<ExchangeRecord>()
      const app = create()
      app.set('trust proxy', trust)
      app.use(abortDetection({ address: 'full', observers: [{ settled: record.resolve }] }))
      app.get('/', (_req, res) => void res.send('hello'))
      const server = http.createServer(app).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const headers = { 'X-Forwarded-For': forwarded, Connection: 'close' }
      const answer = await fetch(`http://127.0.0.1:${String(port)}/`, { headers })
      await answer.text()
      const { client, outcome } = await within(2_000, 'the exchange settles', record.promise)
      server.close()
      await once(server, 'close')
      expect(outcome).toBe('completed')
      return client.address
    }

    it('is the one that a trusted proxy forwards', async () => {
      expect(await addressUnder(true, '203.0.113.7, 10.0.0.1')).toBe('203.0.113.7')
      expect(await addressUnder('loopback', '203.0.113.7')).toBe('203.0.113.7')
    })

    it('is the peer’s where no proxy is trusted', async () => {
      expect(await addressUnder(false, '203.0.113.7')).toBe('127.0.0.1')
    })

    it('is unknown where a trusted proxy forwards no address', async () => {
      expect(await addressUnder(true, '<script>')).toBeNull()
    })

    it('is unknown where the application’s own rule throws, and the exchange settles', async () => {
      const rule = () => {
        throw new Error('of the rule')
      }
      expect(await addressUnder(rule, '203.0.113.7')).toBeNull()
    })
  })
})
