import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ChildProcess } from 'node:child_process'
import { documented } from '../harness/documented.js'
import type { Middleware } from '../harness/http-shapes.js'
import {
  cleanUp,
  errorOf,
  Inbox,
  isCutWhenTheLimitPasses,
  onCleanUp,
  open,
  stopsWhenTheClientLeaves,
  stopsWhenTheLimitPasses,
  type Example,
} from './stopping.js'

type Convert = (command: string, args: readonly string[]) => Middleware
const { convert } = documented('docs/how-to/cancel-work.md', 'Child processes') as {
  convert: Convert
}
afterEach(cleanUp)

/** The children that this process starts while a test runs. */
function children(): Inbox<ChildProcess> {
  const started = new Inbox<ChildProcess>('child')
  const note = (message: unknown): void => {
    started.push((message as { process: ChildProcess }).process)
  }
  subscribe('child_process', note)
  onCleanUp(() => unsubscribe('child_process', note))
  return started
}

/** A program that says so when it runs, does not end by itself, and does not heed SIGTERM. */
async function stubborn(output: string): Promise<Example & { readonly ends: Promise<unknown[]> }> {
  const calls = new Inbox<Socket>('call of the program')
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    calls.push(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onCleanUp(() => {
    for (const socket of calls.all) socket.destroy()
    server.close()
  })
  const started = children()
  // Not events.once, which rejects with the error that the abort makes of the child.
  const exited = started.nth(1).then(
    (child) =>
      new Promise<unknown[]>((resolve) => {
        child.once('exit', (...how) => resolve(how))
      }),
  )
  const program = `
    process.on('SIGTERM', () => {})
    const { port } = ${JSON.stringify(server.address())}
    process.stdout.write(${JSON.stringify(output)}, () => require('net').connect(port, '127.0.0.1'))
  `
  return {
    handler: convert(process.execPath, ['-e', program]),
    begun: calls.nth(1),
    stopped: () => exited,
    ends: exited,
  }
}

describe('a child process, as documented', () => {
  test('is killed by its killSignal when the client leaves', async () => {
    const example = await stubborn('')
    await stopsWhenTheClientLeaves(example)
    expect(await example.ends).toEqual([null, 'SIGKILL'])
  })

  test('is killed when the client leaves in the middle of its output', async () => {
    const example = await stubborn('half')
    await stopsWhenTheClientLeaves(example)
    expect(await example.ends).toEqual([null, 'SIGKILL'])
  })

  test('is killed by its killSignal when the limit passes, and 503 answered', async () => {
    const example = await stubborn('')
    await stopsWhenTheLimitPasses(example)
    expect(await example.ends).toEqual([null, 'SIGKILL'])
  })

  test('is killed when the limit passes in the middle of its output, and the answer cut', async () => {
    const example = await stubborn('half')
    await isCutWhenTheLimitPasses(example)
    expect(await example.ends).toEqual([null, 'SIGKILL'])
  })

  test('gives its output to a client that waits', async () => {
    const scene = await open('express5', [convert(process.execPath, ['-p', '6 * 7'])])
    const reply = await (await scene.visitor()).ask()
    expect(reply).toMatchObject({ status: 200, body: '42\n' })
  })

  test('that cannot be started is an error of the application', async () => {
    expect(await errorOf(convert('/no/such/program', []))).toMatchObject({ code: 'ENOENT' })
  })

  test('that fails is an error of the application', async () => {
    const error = await errorOf(convert(process.execPath, ['-e', 'process.exit(3)']))
    expect((error as Error).message).toContain('exited with 3')
  })
})
