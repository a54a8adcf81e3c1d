import { compilePrograms, removePrograms, runProgram } from './run-program.js'

interface Result {
  readonly answer: { readonly status: number; readonly body: string } | null
  readonly outcomes: readonly string[]
  readonly told: readonly string[]
  readonly rules: readonly string[]
}

describe('a handler that throws what is no proper error', () => {
  let results: Readonly<Record<string, Result>> = {}

  beforeAll(async () => {
    compilePrograms()
    const run = await runProgram('thrown')
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    results = JSON.parse(run.stdout) as typeof results
  })
  afterAll(removePrograms)

  const real = ['text', 'number', 'frozen', 'hostile']
  const nothing = ['null', 'undefined']

  describe.each(['express5', 'express4', 'connect', 'http'])('on %s', (framework) => {
    test.each(
      ['throws', 'next', 'rejects'].flatMap((way) => real.map((name) => [way, name] as const)),
    )('(%s, %s) is passed on as it is, and told once', (way, name) => {
      expect(results[`${framework} ${way} ${name}`]).toEqual({
        answer: { status: 500, body: 'broken' },
        outcomes: ['completed'],
        told: [name],
        rules: ['client-present'],
      })
    })

    test.each(nothing)('(rejects, %s) is passed on as an error', (name) => {
      expect(results[`${framework} rejects ${name}`]).toEqual({
        answer: { status: 500, body: 'broken' },
        outcomes: ['completed'],
        told: ['ERR_HANGUP_EMPTY_REJECTION'],
        rules: ['client-present'],
      })
    })

    // What `next` is given counts as no error with the frameworks; the plain server asks for undefined.
    test.each(['throws', 'next'].flatMap((way) => nothing.map((name) => [way, name] as const)))(
      '(%s, %s) goes on as the framework sees it',
      (way, name) => {
        const isError = framework === 'http' && name === 'null'
        expect(results[`${framework} ${way} ${name}`]).toMatchObject({
          answer: isError ? { status: 500 } : { status: 404 },
          outcomes: ['completed'],
          told: isError ? ['null'] : [],
        })
      },
    )

    test.each([
      ['text', 'unrelated'],
      ['number', 'unrelated'],
      ['frozen', 'after-departure'],
      ['hostile', 'unrelated'],
    ])('(late, %s) is not the client’s, though it has left', (name, rule) => {
      expect(results[`${framework} late ${name}`]).toEqual({
        answer: null,
        outcomes: ['client-disconnected'],
        told: [name],
        rules: [rule],
      })
    })
  })
})
