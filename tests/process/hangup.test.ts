import { tempFolder } from '../package/temp-folder.js'
import { hangup } from './hangup.js'
import { compilePrograms, removePrograms } from './run-program.js'

describe('hangup', () => {
  const folder = tempFolder()
  beforeAll(compilePrograms)
  afterAll(removePrograms)

  test.each([[['--help']], [['-h']], [['help']]])('%j tells what there is', async (args) => {
    const { exitCode, stdout, stderr } = await hangup(args, folder)
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Usage: hangup COMMAND/)
    expect(stdout).toMatch(/\n {2}audit {2,}looks/)
    expect(stdout).toMatch(/\n {2}doctor {2,}looks/)
  })

  test.each([
    [['audit', '--help'], /^Usage: hangup audit \[OPTIONS\] CONFIG\n/],
    [['audit', 'missing.json', '-h'], /^Usage: hangup audit/],
    [['help', 'doctor'], /^Usage: hangup doctor/],
  ])('%j tells what the command takes', async (args, said) => {
    const { exitCode, stdout } = await hangup(args, folder)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(said)
  })

  test.each([[['--version']], [['-v']]])('%j tells the version', async (args) => {
    expect(await hangup(args, folder)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    })
  })

  test.each([
    [[], 'Which command?'],
    [['adit'], "There is no command 'adit'; did you mean 'audit'?"],
    [['docter'], "There is no command 'docter'; did you mean 'doctor'?"],
    [['help', 'audi'], "did you mean 'audit'?"],
    [['--hlep'], "There is no option '--hlep'; did you mean '--help'?"],
    [['toString'], "There is no command 'toString'\n"],
  ])('%j is answered with 2, and with what may be meant', async (args, said) => {
    const { exitCode, stdout, stderr } = await hangup(args, folder)
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(stderr).toContain(said)
    expect(stderr).toContain('Try: hangup --help')
  })
})
