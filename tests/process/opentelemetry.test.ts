import { compilePrograms, removePrograms, runProgram } from './run-program.js'

beforeAll(compilePrograms)
afterAll(removePrograms)

const outcomes = [
  'completed',
  'timed-out',
  'server-closed',
  'client-disconnected',
  'client-disconnected',
]

test('the spans of a real SDK tell how their exchanges settled, and never a status nobody sent', async () => {
  const { stdout, ...ended } = await runProgram('opentelemetry')
  expect(ended).toMatchObject({ exitCode: 0 })
  const { spans, named, ...rest } = JSON.parse(stdout) as {
    spans: Record<string, Record<string, unknown>>
    named: number
  }
  expect(rest).toEqual({ outcomes })
  expect(spans['/completes']).toEqual({ sent: 200, status: 0 })
  expect(spans['/times-out']).toMatchObject({
    sent: 503,
    status: 2,
    'error.type': 'timed-out',
    'hangup.phase': 'processing',
    'hangup.rule': 'limit-passed',
  })
  expect(spans['/cut']).toMatchObject({
    status: 2,
    'error.type': 'server-closed',
    'hangup.header_sent': false,
  })
  expect(spans['/cut']).not.toHaveProperty('sent')
  expect(spans['/waits']).toEqual({
    status: 0,
    'error.type': 'client-disconnected',
    'hangup.phase': 'processing',
    'hangup.closure': 'rst',
    'hangup.rule': 'peer-reset',
    'hangup.header_sent': false,
  })
  expect(spans['/streams']).toEqual({
    sent: 201,
    status: 0,
    'error.type': 'client-disconnected',
    'hangup.phase': 'responding',
    'hangup.closure': 'rst',
    'hangup.rule': 'peer-reset',
  })
  expect(named).toBe(outcomes.length)
})

test('the same application runs without an SDK, and has no spans', async () => {
  const { stdout, ...ended } = await runProgram('opentelemetry', { args: ['off'] })
  expect(ended).toMatchObject({ exitCode: 0 })
  expect(JSON.parse(stdout)).toEqual({ spans: {}, outcomes, named: 0 })
})
