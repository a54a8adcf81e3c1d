import { compilePrograms, removePrograms, runProgram } from './run-program.js'

beforeAll(compilePrograms)
afterAll(removePrograms)

test('the primary of a cluster tells the sum of what its workers count', async () => {
  const { exitCode, stdout, stderr } = await runProgram('cluster')
  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
  const labels = 'method="GET",route="/hello",outcome="completed"'
  for (const line of [
    `http_server_exchanges_total{${labels},phase="done"} 6`,
    'http_server_exchanges_in_flight 2',
    'http_server_exchanges_streaming 2',
  ]) {
    expect(stdout.split('\n')).toContain(line)
  }
  expect(stdout).toMatch(
    new RegExp(`^http_server_exchange_duration_seconds_bucket\\{le="\\+Inf",${labels}\\} 6$`, 'm'),
  )
})
