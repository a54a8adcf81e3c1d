import { compilePrograms, removePrograms, runProgram } from './run-program.js'

beforeAll(compilePrograms)
afterAll(removePrograms)

async function sent(...args: string[]): Promise<string[]> {
  const { stdout, ...ended } = await runProgram('sentry', { args })
  expect(ended).toMatchObject({ exitCode: 0 })
  return JSON.parse(stdout) as string[]
}

test('the documented filter sends Sentry each real error, and nothing that is proven to be the client’s', async () => {
  expect(await sent()).toEqual(['database: read ECONNRESET', 'of the application'])
})

test('without the filter Sentry is told of clients that left, too', async () => {
  const all = await sent('unfiltered')
  expect(all).toEqual(expect.arrayContaining(['database: read ECONNRESET', 'of the application']))
  expect(all.length).toBeGreaterThan(2)
})
