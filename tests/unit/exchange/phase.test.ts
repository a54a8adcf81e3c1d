import fc from 'fast-check'
import { exchangeOf, type Phase } from '../../../src/index.js'
import { phaseFrom } from '../../../src/exchange/phase.js'
import { endScenes, flushing, inPhase, openScene } from '../support/scene.js'

afterEach(endScenes)

describe('phaseFrom', () => {
  it.each([
    [false, false, false, 'receiving'],
    [true, false, false, 'processing'],
    [true, true, false, 'responding'],
    [false, true, false, 'responding'],
    [true, true, true, 'flushing'],
    [false, true, true, 'flushing'],
  ])('complete %p, headers sent %p, end called %p: %s', (complete, sent, ended, phase) => {
    expect(phaseFrom(complete, sent, ended)).toBe(phase)
  })

  it('asks for the request only while no header is out', () => {
    fc.assert(
      fc.property(fc.boolean(), (ended) => {
        expect(phaseFrom(true, true, ended)).toBe(phaseFrom(false, true, ended))
      }),
    )
  })
})

describe('the phase of a real exchange', () => {
  it('is processing while a handler runs synchronously on a request without a body', async () => {
    let seen: Phase | undefined
    await openScene({
      handler: (req, res) => {
        seen = exchangeOf(req).phase
        res.end()
      },
    })
    expect(seen).toBe('processing')
  })

  it('is receiving until the body is complete', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n'
    const scene = await openScene({ request: `${head}half.` })
    expect(scene.exchange.phase).toBe('receiving')
    const ended = new Promise((resolve) => scene.req.once('end', resolve))
    scene.req.resume()
    scene.client.send('.half')
    await ended
    expect(scene.exchange.phase).toBe('processing')
  })

  it('is receiving while a chunked body goes on', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n'
    const scene = await openScene({ request: `${head}3\r\nabc\r\n` })
    expect(scene.exchange.phase).toBe('receiving')
  })

  it('is processing for a body declared to be empty', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n'
    expect((await openScene({ request: head })).exchange.phase).toBe('processing')
  })

  it('is responding once the header is out', async () => {
    const scene = await openScene({ handler: inPhase.responding })
    expect(scene.exchange.phase).toBe('responding')
  })

  it('is flushing from end() until the kernel has it all, and then done', async () => {
    const scene = await openScene({ handler: inPhase.flushing })
    await flushing(scene)
    expect(scene.exchange.phase).toBe('flushing')
    expect(scene.exchange.outcome).toBeNull()
    void scene.client.read()
    await scene.settled
    expect(scene.exchange.phase).toBe('done')
  })

  it('stands in the record as it was when the client left', async () => {
    const scene = await openScene({ handler: inPhase.responding })
    expect((await scene.leave('reset')).phase).toBe('responding')
    expect(scene.exchange.phase).toBe('done')
  })
})
