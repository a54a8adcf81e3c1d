import { compilePrograms, removePrograms, runProgram } from './run-program.js'
import { runPiped } from './run-piped.js'

beforeAll(compilePrograms)
afterAll(removePrograms)

describe('a worker thread that writes to a broken stdout', () => {
  it('ends the process without a guard in the main thread', async () => {
    const { exitCode, report } = await runPiped('stdio-worker', [])
    expect(exitCode).toBe(1)
    expect(report).toContain('uncaught EPIPE')
    expect(report).not.toContain('alive')
  })

  it('goes on, and fills no memory, with a guard there', async () => {
    expect(await runPiped('stdio-worker', ['guarded'])).toMatchObject({
      exitCode: 0,
      report: ['watchSigpipe: ERR_HANGUP_MAIN_THREAD', 'the worker has written', 'alive'],
    })
  })
})

describe('a process of a cluster', () => {
  it('needs a guard of its own', async () => {
    expect(await runPiped('stdio-cluster', ['primary'])).toMatchObject({
      exitCode: 0,
      report: ['the worker ended with 1', 'alive'],
    })
    expect(await runPiped('stdio-cluster', ['primary', 'worker'])).toMatchObject({
      exitCode: 0,
      report: ['the worker ended with 0', 'alive'],
    })
  })
})

describe.each([
  ['the stdin of a child process', 'child'],
  ['an upstream', 'upstream'],
])('EPIPE of %s', (_what, which) => {
  test.each(['unguarded', 'guarded'])('reaches its owner (%s)', async (guard) => {
    expect(await runProgram('other-pipes', { args: [which, 'heard', guard] })).toMatchObject({
      exitCode: 0,
      stdout: 'the owner was told EPIPE\nalive\n',
    })
  })

  test.each(['unguarded', 'guarded'])(
    'is an uncaught exception where it has no owner (%s)',
    async (guard) => {
      expect(await runProgram('other-pipes', { args: [which, 'unheard', guard] })).toMatchObject({
        exitCode: 1,
        stdout: 'uncaught EPIPE\n',
      })
    },
  )
})

describe('an upload to a child process that does not read it whole', () => {
  const stdinTold = ["the child's stdin: EPIPE", 'its origin: application']

  it('fails where the child fails, and tells the client', async () => {
    const { stdout } = await runProgram('child-upload', { args: ['sh', '-c', 'exit 3'] })
    expect(stdout.trimEnd().split('\n')).toEqual([
      ...stdinTold,
      '500 sh exited with 3: Error: write EPIPE',
    ])
  })

  it('is answered where the child has what it wants', async () => {
    const { stdout } = await runProgram('child-upload', { args: ['head', '-c', '3'] })
    expect(stdout.trimEnd().split('\n')).toEqual([...stdinTold, '200 xxx'])
  })
})
