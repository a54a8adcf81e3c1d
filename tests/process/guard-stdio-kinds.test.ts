import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { cleanEnv, compilePrograms, programFile, removePrograms } from './run-program.js'

beforeAll(compilePrograms)
afterAll(removePrograms)

/** Starts a program that reports on its third descriptor. */
function start(name: string, args: readonly string[], stdio: StdioOptions): ChildProcess {
  return spawn(process.execPath, [programFile(name), ...args], {
    env: cleanEnv(),
    stdio,
    timeout: 60_000,
  })
}

const reportOf = async (child: ChildProcess): Promise<string[]> =>
  (await text(child.stdio[3] as Readable)).split('\n').filter((line) => line !== '')

/** Runs a program whose stdout is the file at `path`. */
async function runInto(path: string, ...args: string[]) {
  const file = openSync(path, 'w')
  try {
    const child = start('stdio-kinds', args, ['ignore', file, 'ignore', 'pipe'])
    const exited = once(child, 'exit')
    const report = await reportOf(child)
    const [exitCode] = (await exited) as [number]
    return { exitCode, report }
  } finally {
    closeSync(file)
  }
}

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hangup-stdout-'))
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  test.each(['none', 'fn'])('gets every line (guard: %s)', async (guard) => {
    const path = join(folder, guard)
    expect(await runInto(path, 'console', guard)).toEqual({ exitCode: 0, report: ['alive'] })
    expect(readFileSync(path, 'utf8')).toBe('the first line\n0\n1\n2\n')
  })
})

// Linux has a disk that is always full.
const describeFull = existsSync('/dev/full') ? describe : describe.skip
describeFull('a full disk', () => {
  test.each([
    ['console once', 0, ['alive']],
    ['console', 1, ['uncaught ENOSPC']],
    ['write', 1, ['uncaught ENOSPC']],
  ])('is no broken pipe, and ends as without a guard (%s)', async (way, exitCode, report) => {
    const expected = { exitCode, report }
    expect(await runInto('/dev/full', way, 'none')).toEqual(expected)
    expect(await runInto('/dev/full', way, 'fn')).toEqual(expected)
  })
})

describe('a socket', () => {
  /** Runs a program whose stdout is a connection that the other side resets. */
  async function runReset(guard: string) {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    const [[peer]] = (await Promise.all([once(server, 'connection'), once(socket, 'connect')])) as [
      [Socket],
      unknown,
    ]
    const child = start('stdio-kinds', ['write', guard], ['pipe', socket, 'ignore', 'pipe'])
    const exited = once(child, 'exit')
    const report = reportOf(child)
    await once(peer, 'data')
    peer.resetAndDestroy()
    await once(peer, 'close')
    child.stdin!.end()
    const [exitCode] = (await exited) as [number]
    socket.destroy()
    server.close()
    return { exitCode, report: await report }
  }

  it('that is reset crashes without the guard', async () => {
    expect(await runReset('none')).toEqual({ exitCode: 1, report: ['uncaught ECONNRESET'] })
  })

  it('that is reset has lost its reader as well', async () => {
    expect(await runReset('fn')).toEqual({
      exitCode: 0,
      report: ['told stdout ECONNRESET', 'alive'],
    })
  })
})

const describeTerminal = existsSync('/usr/bin/script') ? describe : describe.skip
describeTerminal('a terminal', () => {
  /** Runs a program on a terminal that is closed after its first line. */
  async function runHungUp(...guards: string[]): Promise<string[]> {
    const command = [process.execPath, programFile('broken-pipes'), 'console', ...guards]
    const script = spawn('/usr/bin/script', ['-qec', command.join(' '), '/dev/null'], {
      env: { ...cleanEnv(), SHELL: '/bin/sh' },
      stdio: ['pipe', 'pipe', 'ignore', 'pipe'],
      timeout: 60_000,
    })
    const report = reportOf(script)
    await once(script.stdout!, 'data')
    script.kill('SIGKILL')
    return report
  }

  it('that is closed ends the process without the guard', async () => {
    expect(await runHungUp()).toEqual(['uncaught EIO'])
  })

  it('that is closed has lost its reader as well', async () => {
    expect(await runHungUp('fn')).toEqual(['told stdout EIO', 'alive'])
  })
})

describe('exit', () => {
  /** Starts a program whose stderr is not read yet, and whose stdout lost its reader. */
  async function startBroken(guard: string): Promise<ChildProcess> {
    const child = start('stdio-kinds', ['stderr waits', guard], ['pipe', 'pipe', 'pipe', 'pipe'])
    await once(child.stdout!, 'data')
    child.stdout!.destroy()
    await once(child.stdout!, 'close')
    child.stdin!.end()
    return child
  }

  const lengthOf = async (stream: Readable) => (await text(stream)).length

  it('waits until the other stream is written, where process.exit() cuts it', async () => {
    const cut = await startBroken('process.exit')
    expect(await once(cut, 'exit')).toEqual([141, null])
    expect(await lengthOf(cut.stderr!)).toBeLessThan(2_000_000)

    const whole = await startBroken('exit')
    const exited = once(whole, 'exit')
    expect(await lengthOf(whole.stderr!)).toBe(2_000_000)
    expect(await exited).toEqual([141, null])
  })

  it('comes all the same where nobody reads that either', async () => {
    const child = await startBroken('exit')
    expect(await once(child, 'exit')).toEqual([141, null])
    child.stderr!.destroy()
  })
})
