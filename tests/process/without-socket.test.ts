import { compilePrograms, removePrograms, runProgram } from './run-program.js'

beforeAll(compilePrograms)
afterAll(removePrograms)

describe.each(['light-my-request', 'serverless-http'])('through %s', (adapter) => {
  let results: Readonly<Record<string, unknown>> = {}

  beforeAll(async () => {
    const run = await runProgram('without-socket', { args: [adapter] })
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    results = JSON.parse(run.stdout) as typeof results
  })

  describe.each(['express5', 'express4', 'connect'])('on %s', (framework) => {
    const resultOf = (scenario: string): unknown => results[`${framework} ${scenario}`]

    test('an exchange completes', () => {
      expect(resultOf('completes')).toMatchObject({
        reply: { status: 200, body: 'hello' },
        phase: 'processing',
        outcome: 'completed',
        aborted: false,
        records: [
          {
            outcome: 'completed',
            phase: 'done',
            closure: 'none',
            cause: null,
            path: '/report',
            statusSent: 200,
            status: 200,
            timeoutMs: 10_000,
            connection: { request: 1 },
            client: { address: '127.0.0.0' },
          },
        ],
      })
    })

    test('a body is read as ever, and its request is complete from the start', () => {
      expect(resultOf('parses')).toMatchObject({
        reply: { status: 200, body: '{"a":1}' },
        phases: ['processing', 'processing'],
        records: [{ outcome: 'completed', method: 'POST' }],
      })
    })

    test('a timeout is answered, and what the handler sends late is dropped', () => {
      expect(resultOf('timesOut')).toMatchObject({
        reply: { status: 503, retryAfter: '1' },
        reason: { name: 'TimeoutError', code: 'ERR_REQUEST_TIMEOUT' },
        told: [true],
        lates: ['end'],
        records: [{ outcome: 'timed-out', phase: 'processing', statusSent: 503, timeoutMs: 20 }],
      })
    })

    test('an error is the application’s', () => {
      expect(resultOf('fails')).toMatchObject({
        reply: { status: 500, body: 'broken' },
        told: [true],
        records: [{ outcome: 'completed', statusSent: 500 }],
      })
    })

    test('a limit that passes when the answer has begun ends it', () => {
      expect(resultOf('isCut')).toMatchObject({
        told: 1,
        records: [{ outcome: 'timed-out', phase: 'responding', statusSent: 200, timeoutMs: 20 }],
      })
    })

    test('a request that the application destroys is the server’s doing', () => {
      expect(resultOf('isDestroyed')).toMatchObject({
        code: 'ERR_SERVER_CLOSED',
        records: [{ outcome: 'server-closed', phase: 'processing', statusSent: null }],
      })
    })
  })
})
