import { compilePrograms, removePrograms } from './run-program.js'
import { runPiped } from './run-piped.js'

beforeAll(compilePrograms)
afterAll(removePrograms)

const run = (way: string, ...guards: string[]) =>
  runPiped('broken-pipes', [way, ...guards], way.startsWith('stderr') ? 'stderr' : 'stdout')

const firstLine: unknown = expect.stringMatching(/^.*the first line.*\n$/)
const crashing = [
  'console',
  'stderr console',
  'write',
  'stderr write',
  'callback',
  'large',
  'piped',
  'winston',
  'pino, stdout',
]
const looping = ['winston, exceptions', 'stderr winston, exceptions']

describe('node app | head -1, without the guard', () => {
  test.each(crashing)('crashes (%s)', async (way) => {
    const { exitCode, printed, report } = await run(way)
    expect({ exitCode, printed }).toEqual({ exitCode: 1, printed: firstLine })
    expect(report.filter((line) => line !== 'callback EPIPE')).toEqual(['uncaught EPIPE'])
  })

  test.each(looping)('loops (%s)', async (way) => {
    expect(await run(way)).toEqual({
      exitCode: 70,
      printed: firstLine,
      report: ['uncaught EPIPE', 'uncaught EPIPE', 'loop'],
    })
  })
})

describe('node app | head -1, with the guard', () => {
  test.each([...crashing, ...looping])('goes on (%s)', async (way) => {
    const { exitCode, printed, report } = await run(way, 'ignore')
    expect({ exitCode, printed }).toEqual({ exitCode: 0, printed: firstLine })
    expect(report.filter((line) => line !== 'callback EPIPE')).toEqual(['alive'])
  })

  it('still tells the callback of each write', async () => {
    const { report } = await run('callback', 'ignore')
    expect(report).toEqual([...Array<string>(20).fill('callback EPIPE'), 'alive'])
  })

  it('still tells the listeners of the application', async () => {
    const { report } = await run('listener', 'ignore')
    expect(report).toEqual([...Array<string>(20).fill('listener EPIPE'), 'alive'])
  })

  it('is not needed by pino, which writes past process.stdout, and hears nothing of it', async () => {
    expect(await run('pino')).toMatchObject({ exitCode: 0, report: ['alive'] })
    expect(await run('pino', 'fn')).toMatchObject({ exitCode: 0, report: ['alive'] })
  })
})

describe('a function for broken pipes', () => {
  test.each([
    ['write', 'stdout'],
    ['stderr write', 'stderr'],
    ['winston, exceptions', 'stdout'],
  ])('is told once which stream, and the error (%s)', async (way, stream) => {
    expect(await run(way, 'fn')).toMatchObject({
      exitCode: 0,
      report: [`told ${stream} EPIPE`, 'alive'],
    })
  })

  it('may write to the stream that is broken', async () => {
    expect(await run('write', 'writes')).toMatchObject({
      exitCode: 0,
      report: ['told stdout', 'alive'],
    })
  })

  it('throws an uncaught exception, once', async () => {
    expect(await run('write', 'throws')).toMatchObject({
      exitCode: 1,
      report: ['uncaught from the function'],
    })
  })

  it('throws without a loop where the broken pipe is written to for it', async () => {
    expect(await run('winston, exceptions', 'throws')).toMatchObject({
      exitCode: 0,
      report: ['uncaught from the function', 'alive'],
    })
  })
})

describe('exit', () => {
  test.each(['write', 'stderr write', 'winston, exceptions'])(
    'ends the process as SIGPIPE would (%s)',
    async (way) => {
      expect(await run(way, 'exit')).toMatchObject({ exitCode: 128 + 13, report: [] })
    },
  )

  it('keeps an exit code that the application has set', async () => {
    expect(await run('write', 'exit code 3', 'exit')).toMatchObject({ exitCode: 3, report: [] })
  })
})

describe('several guards', () => {
  it('are all told', async () => {
    expect(await run('write', 'fn', 'ignore', 'fn')).toMatchObject({
      exitCode: 0,
      report: ['told stdout EPIPE', 'told stdout EPIPE', 'alive'],
    })
  })

  it('are undone one by one', async () => {
    expect(await run('write', 'fn', 'undone')).toMatchObject({
      exitCode: 0,
      report: ['own emit true', 'told stdout EPIPE', 'alive'],
    })
  })

  it('leave nothing behind when all are undone', async () => {
    expect(await run('write', 'undone')).toMatchObject({
      exitCode: 1,
      report: ['own emit false', 'uncaught EPIPE'],
    })
  })

  it('keep to themselves where another wrapped the stream in between', async () => {
    expect(await run('write', 'wrapped')).toMatchObject({
      exitCode: 1,
      report: ['wrapper error', 'uncaught EPIPE'],
    })
    expect(await run('write', 'wrapped', 'fn')).toMatchObject({
      exitCode: 0,
      report: ['told stdout EPIPE', 'alive'],
    })
  })
})
