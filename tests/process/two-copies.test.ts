import { compilePrograms, removePrograms, runProgram } from './run-program.js'

interface Results {
  readonly copies: number
  readonly detectedTwice: unknown
  readonly handledByOther: unknown
  readonly timedOutByOther: unknown
  readonly bothHandle: unknown
  readonly realErrorOfOther: unknown
}

describe('two copies of the package in one process', () => {
  let results: Results

  beforeAll(async () => {
    compilePrograms()
    const run = await runProgram('two-copies')
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    results = JSON.parse(run.stdout) as Results
  })
  afterAll(removePrograms)

  test('are two', () => {
    expect(results.copies).toBe(2)
  })

  test('share one exchange and count it once', () => {
    const completed = [{ outcome: 'completed', connection: { request: 1 } }]
    expect(results.detectedTwice).toMatchObject({
      answer: { status: 200, body: 'hello' },
      published: 1,
      records: { a: completed, b: completed },
      sameRecord: true,
      sameExchange: true,
    })
  })

  test('end the client’s error of each other, and know its reason though not by its class', () => {
    expect(results.handledByOther).toMatchObject({
      published: 1,
      records: { a: [{ outcome: 'client-disconnected', phase: 'processing' }] },
      errors: { a: 1, b: 1 },
      sameExchange: true,
      reason: { client: [true, true], timeout: [false, false], ofClassA: true, ofClassB: false },
    })
  })

  test('answer the timeout of each other', () => {
    expect(results.timedOutByOther).toMatchObject({
      answer: { status: 503 },
      published: 1,
      records: { a: [{ outcome: 'timed-out', statusSent: 503, timeoutMs: 20 }] },
      errors: { a: 1 },
      sameExchange: true,
      reason: { client: [false, false], timeout: [true, true] },
    })
  })

  test('tell an error once to each observer where both handle it, and take each other’s policy', () => {
    expect(results.bothHandle).toMatchObject({
      answer: { status: 500, body: 'broken' },
      published: 1,
      records: { a: [{ timeoutMs: 20_000 }] },
      errors: { a: 1, b: 1 },
    })
  })

  test('pass on a real error', () => {
    expect(results.realErrorOfOther).toMatchObject({
      answer: { status: 500, body: 'broken' },
      published: 1,
      records: { a: [{ outcome: 'completed', statusSent: 500 }] },
      errors: { a: 1, b: 1 },
      reason: { client: [false, false], server: [false, false] },
    })
  })
})
