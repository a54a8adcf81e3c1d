import { compilePrograms, removePrograms, runProgram } from './run-program.js'

describe('the parts mounted otherwise than they should be', () => {
  let results: Readonly<Record<string, unknown>> = {}
  let stderr = ''

  beforeAll(async () => {
    compilePrograms()
    const run = await runProgram('mounted')
    expect(run.exitCode).toBe(0)
    results = JSON.parse(run.stdout) as typeof results
    stderr = run.stderr
  })
  afterAll(removePrograms)

  test('abortDetection more than once makes one exchange, and tells each observer once', () => {
    const [[id]] = (results as { detectedThrice: { told: [[string]] } }).detectedThrice.told
    expect(results['detectedThrice']).toEqual({
      answer: { status: 200, body: 'hello' },
      same: true,
      told: [[id], [id], [id]],
    })
  })

  test('abortDetection behind a body parser works, and warns once per process', () => {
    const answer = { status: 200, body: '{}' }
    expect(results['afterBody']).toEqual({
      answers: [answer, answer],
      outcomes: ['completed', 'completed'],
    })
    expect(results['warnings']).toEqual(['WARN_HANGUP_AFTER_BODY'])
    expect(stderr.match(/WARN_HANGUP_AFTER_BODY/g)).toHaveLength(1)
  })

  test('errorHandler twice tells a real error once, and passes it on', () => {
    expect(results['handledTwice']).toEqual({
      answer: { status: 500, body: 'broken' },
      errors: [1, 1],
    })
  })

  test('by hand and without a next, each request is answered', () => {
    expect(results['withoutNext']).toEqual({
      answers: [200, 503, 500],
      outcomes: ['completed', 'timed-out', 'completed'],
      logged: ['real'],
    })
  })
})
