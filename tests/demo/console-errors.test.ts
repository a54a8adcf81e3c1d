import { readConsole } from '../../demo-app/measure/console-errors.js'
import { ownerOf, type GroundTruth } from '../../demo-app/measure/ground-truth.js'

const EPIPE = `[order-3] POST /orders Error: write EPIPE
    at afterWriteDispatched (node:internal/stream_base_commons:161:15) {
  errno: -32,
  code: 'EPIPE',
  syscall: 'write'
}`

function read(text: string): ReturnType<typeof readConsole> {
  return readConsole(text.split('\n'))
}

test('an error of the own handler is read with its request, its code and its stack', () => {
  const error = {
    requestId: 'order-3',
    message: 'write EPIPE',
    code: 'EPIPE',
    text: EPIPE.replace('[order-3] POST /orders ', ''),
  }
  expect(read(`${EPIPE}\n${EPIPE}`)).toEqual([error, error])
})

test('an error that ended the process is one error, without a request', () => {
  const crash = `node:events:502
      throw er; // Unhandled 'error' event
      ^

Error: socket hang up
    at connResetException (node:internal/errors:787:14) {
  code: 'ECONNRESET'
}

Node.js v20.20.2`
  expect(read(crash)).toMatchObject([{ requestId: null, message: 'socket hang up' }])
})

test('a line of the JSON log is an error only at that level', () => {
  const log = ['info', 'warn', 'error'].map((level) => JSON.stringify({ level, message: level }))
  expect(readConsole(log)).toMatchObject([{ requestId: null, message: 'error' }])
})

describe('an error belongs to', () => {
  const truth: GroundTruth = {
    clientGone: new Set(['order-3', 'film-1']),
    faults: new Map([['order-3', 'database gone']]),
  }
  const owner = (text: string): string => {
    const [error] = read(text)
    if (!error) throw new Error('no error was read')
    return ownerOf(error, truth)
  }

  test('the database, where that failed, also if the client is gone', () => {
    expect(owner(EPIPE)).toBe('real')
  })
  test('the client, where nothing else happened to the request', () => {
    expect(owner('[film-1] GET /film Error: write EPIPE')).toBe('client')
  })
  test('nobody, where nothing happened to the request, or where it names none', () => {
    expect(owner('[json-1] GET /products Error: write EPIPE')).toBe('unexplained')
    expect(owner('Error: write EPIPE')).toBe('unexplained')
  })
})
