import { describeRecord, serializeError, type ExchangeRecord } from '../../../src/index.js'
import { chainOf, cyclic, strange, withBitingGetters } from '../support/hostile.js'
import { completedRecord, record } from '../support/record.js'

describe('describeRecord', () => {
  it.each<[Partial<ExchangeRecord>, string]>([
    [{}, 'client disconnected while processing GET /report/17 after 812 ms (499, fin)'],
    [completedRecord, 'completed GET /report/17 after 812 ms (200)'],
    [
      { outcome: 'timed-out', status: 503, closure: 'none' },
      'timed out while processing GET /report/17 after 812 ms (503)',
    ],
    [
      { outcome: 'server-closed', phase: 'responding', status: null, closure: 'none' },
      'server closed while responding GET /report/17 after 812 ms',
    ],
    [
      { outcome: 'failed', phase: 'flushing', status: null },
      'failed while flushing GET /report/17 after 812 ms (fin)',
    ],
  ])('says of %j what a person would', (changed, line) => {
    expect(describeRecord({ ...record, ...changed })).toBe(line)
  })

  it('is safe and bounded also for a record that came from elsewhere', () => {
    const path = `/a\x1b[31m\n\u202e${'x'.repeat(100_000)}`
    const line = describeRecord({ ...record, path })
    expect(line).toMatch(/GET \/ax+/)
    expect(line).toMatch(/^[ -~]{1,1280}$/)
  })
})

describe('serializeError', () => {
  it('tells name, message, code and stack, and nothing else', () => {
    const error = Object.assign(new TypeError('no such table'), {
      code: 'SQLITE_ERROR',
      config: { headers: { authorization: 'Bearer secret' } },
    })
    expect(serializeError(error)).toEqual({
      name: 'TypeError',
      message: 'no such table',
      code: 'SQLITE_ERROR',
      stack: expect.stringMatching(/^TypeError: no such table\n +at /) as string,
    })
  })

  it('is bounded for a chain of 10,000 causes', () => {
    expect(lengthOf(chainOf(10_000, new Error('root')))).toBeLessThan(16_384)
  })

  it('tells each message of a chain that a person would write, though its stacks are long', () => {
    const stack = `Error: x\n${'    at somewhere (file.js:1:1)\n'.repeat(200)}`
    let error = new Error('root')
    for (let i = 0; i < 20; i++)
      error = Object.assign(new Error(`link ${String(i)}`, { cause: error }), { stack })
    const messages: string[] = []
    for (let each = serializeError(error); ; each = each.cause) {
      messages.push(each.message)
      if (each.cause === undefined) break
    }
    expect(messages).toHaveLength(21)
    expect(messages.at(-1)).toBe('root')
  })

  it('is bounded in width, also where parts share parts', () => {
    let error = new Error('leaf')
    for (let i = 0; i < 4; i++) error = new AggregateError(Array(16).fill(error), `of ${String(i)}`)
    expect(lengthOf(error)).toBeLessThan(16_384)
  })

  it('is bounded for a huge message, and still tells where it was thrown', () => {
    const error = serializeError(new Error('x'.repeat(1 << 20), { cause: new Error('root') }))
    expect(error.message).toHaveLength(1024)
    expect(error.message.endsWith('…')).toBe(true)
    expect(error.stack).toMatch(/^Error: x{64}…\n +at .*lines\.test/)
    expect(error.cause?.message).toBe('root')
    expect(lengthOf(new Error('\0'.repeat(1 << 20)))).toBeLessThan(16_384)
  })

  it('shows what could drive a terminal or hide, and keeps the lines of a stack', () => {
    const error = serializeError(new Error('a\x1b[31m\u202e\u0085b'))
    expect(error.message).toBe('a\\u001b[31m\\u202e\\u0085b')
    expect(error.stack).toMatch(/^Error: a\\u001b\[31m\\u202e\\u0085b\n +at /)
  })

  it('shows an error that is part of itself, or its own cause, once', () => {
    const error = new AggregateError([], 'of itself')
    error.errors = [error]
    expect(serializeError(error)).toEqual({
      name: 'AggregateError',
      message: 'of itself',
      stack: expect.any(String) as string,
    })
    expect(serializeError(cyclic())).toMatchObject({
      message: 'first',
      cause: { message: 'second' },
    })
    expect(serializeError(cyclic()).cause).not.toHaveProperty('cause')
  })

  it('describes an error whose getters throw', () => {
    expect(serializeError(withBitingGetters())).toEqual({ name: 'object', message: '' })
  })

  it.each(strange)('makes plain JSON of %s', (_what, make) => {
    const error = serializeError(make())
    expect(JSON.parse(JSON.stringify(error))).toEqual(error)
  })
})

function lengthOf(error: unknown): number {
  return JSON.stringify(serializeError(error)).length
}
