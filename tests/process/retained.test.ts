import { compilePrograms, removePrograms, runProgram } from './run-program.js'

interface Results {
  readonly results: Readonly<Record<string, { readonly made: number; readonly left: object }>>
  readonly listeners: readonly string[]
}

describe('of an exchange that has settled', () => {
  let printed: Results

  beforeAll(async () => {
    compilePrograms()
    const run = await runProgram('retained', { nodeArgs: ['--expose-gc'] })
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    printed = JSON.parse(run.stdout) as Results
  })
  afterAll(removePrograms)

  const kinds = ['completed', 'client-disconnected', 'timed-out'].flatMap((outcome) =>
    ['kept', 'fresh'].flatMap((connection) =>
      ['asked for', 'not asked for'].map((asked) => `${outcome}, ${connection}, ${asked}`),
    ),
  )

  test.each(kinds)('(%s) neither the request nor the response nor the exchange is kept', (kind) => {
    const { made, left } = printed.results[kind] ?? { made: 0, left: {} }
    expect(made).toBeGreaterThanOrEqual(60)
    expect(left).toEqual({})
  })

  test('no listener stays on its connection', () => {
    // The same on the second request as on every one after it.
    expect(printed.listeners).toHaveLength(1)
  })
})
