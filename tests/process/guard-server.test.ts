import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import { createInterface } from 'node:readline'
import { Inbox, patienceMs } from '../contract/inbox.js'
import { compileFor, type Compiled } from '../harness/compiled.js'
import { within } from '../harness/deferred.js'

let compiled: Compiled
const children: ChildProcess[] = []

beforeAll(() => {
  compiled = compileFor('guarded', ['tests/process/programs'])
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(() => compiled.remove())

interface Said {
  readonly port?: number
  readonly closing?: true
  readonly stuck?: true
  readonly reason?: string
  readonly outcome?: string
  readonly closed?: { idle: number; drained: number; aborted: number; durationMs: number }
}

class Program {
  readonly child: ChildProcess
  readonly #said = new Map<keyof Said, Inbox<Said>>()
  #stderr = ''
  readonly #exit: Promise<[number | null, NodeJS.Signals | null]>

  constructor(options: object) {
    const file = compiled.fileOf('tests/process/programs/guarded-server')
    this.child = spawn(process.execPath, [file, JSON.stringify(options)])
    children.push(this.child)
    this.#exit = once(this.child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
    this.child.stderr?.on('data', (chunk: Buffer) => (this.#stderr += String(chunk)))
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      const said = JSON.parse(line) as Said
      for (const key of Object.keys(said) as (keyof Said)[]) this.inbox(key).push(said)
    })
  }

  inbox(key: keyof Said): Inbox<Said> {
    let inbox = this.#said.get(key)
    if (inbox === undefined) this.#said.set(key, (inbox = new Inbox(`line with ${key}`)))
    return inbox
  }

  async port(): Promise<number> {
    return (await this.inbox('port').nth(1)).port!
  }

  async exited(): Promise<{ code: number | null; signal: string | null; stderr: string }> {
    const [code, signal] = await within(patienceMs, 'no exit', this.#exit)
    return { code, signal, stderr: this.#stderr }
  }
}

/** The body of an answer, or the code of the error. */
function ask(port: number, path: string, agent: http.Agent | false = false): Promise<string> {
  return new Promise((resolve) => {
    const req = http.get({ port, host: '127.0.0.1', path, agent }, (res) => {
      let body = ''
      res.on('data', (chunk: Buffer) => (body += String(chunk)))
      res.on('close', () => resolve(res.complete ? `${String(res.statusCode)} ${body}` : 'cut'))
    })
    req.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'))
  })
}

const clean = { code: 0, signal: null, stderr: '' }

describe('a guarded server at SIGTERM', () => {
  test.each([false, true])(
    'answers all it has taken under load, refuses the rest, and ends by itself (keep-alive: %s)',
    async (keepAlive) => {
      const program = new Program({ signals: ['SIGTERM'] })
      const port = await program.port()
      const agent = new http.Agent({ keepAlive })
      const outcomes: string[] = []
      const client = async (): Promise<void> => {
        for (let last = ''; last !== 'ECONNREFUSED'; outcomes.push(last)) {
          last = await ask(port, '/slow?ms=20', agent)
        }
      }
      const clients = Array.from({ length: 40 }, client)
      const slow = ask(port, '/slow?ms=400')
      await program.inbox('outcome').nth(100)
      program.child.kill('SIGTERM')
      await Promise.all(clients)
      agent.destroy()
      expect(await slow).toBe('200 /slow')
      // A connection that the kernel had taken and the process had not is reset when the port closes.
      const others = outcomes.filter((each) => each !== '200 /slow' && each !== 'ECONNREFUSED')
      expect(others.filter((each) => each !== 'ECONNRESET')).toEqual([])
      expect(await program.exited()).toEqual(clean)
      const settled = program.inbox('outcome').all.map(({ outcome }) => outcome)
      expect(new Set(settled)).toEqual(new Set(['completed']))
      expect(outcomes.filter((each) => each === '200 /slow')).toHaveLength(settled.length - 1)
      expect((await program.inbox('closed').nth(1)).closed).toMatchObject({ aborted: 0 })
    },
  )

  test('goes on to accept for delayMs, and says that it is not ready', async () => {
    const program = new Program({ signals: ['SIGTERM'], delayMs: 500 })
    const port = await program.port()
    expect(await ask(port, '/ready')).toBe('200 /ready')
    program.child.kill('SIGTERM')
    await program.inbox('closing').nth(1)
    expect(await ask(port, '/ready')).toBe('503 /ready')
    expect(await ask(port, '/')).toBe('200 /')
    expect(await program.exited()).toEqual(clean)
    expect(await ask(port, '/')).toBe('ECONNREFUSED')
  })

  test('cuts what takes longer than graceMs, whose handler learns why', async () => {
    const program = new Program({ signals: ['SIGTERM'], graceMs: 100 })
    const stuck = ask(await program.port(), '/stuck')
    await program.inbox('stuck').nth(1)
    program.child.kill('SIGTERM')
    expect(await stuck).toBe('ECONNRESET')
    expect(await program.exited()).toEqual(clean)
    expect(program.inbox('reason').all).toEqual([{ reason: 'ERR_SERVER_CLOSED' }])
    expect(program.inbox('outcome').all).toEqual([{ path: '/stuck', outcome: 'server-closed' }])
  })

  test('takes a second signal for the end of the delay and the grace', async () => {
    const program = new Program({ signals: ['SIGTERM', 'SIGINT'], delayMs: 60_000 })
    const stuck = ask(await program.port(), '/stuck')
    await program.inbox('stuck').nth(1)
    program.child.kill('SIGTERM')
    await program.inbox('closing').nth(1)
    program.child.kill('SIGINT')
    expect(await stuck).toBe('ECONNRESET')
    expect(await program.exited()).toEqual(clean)
    expect(program.inbox('closed').all[0]?.closed).toMatchObject({ aborted: 1 })
  })

  test('does not exit while the application keeps the process, unless asked to', async () => {
    const kept = new Program({ signals: ['SIGTERM'], isKept: true })
    await kept.port()
    kept.child.kill('SIGTERM')
    await kept.inbox('closed').nth(1)
    // The guard has left: the next one does what it does by default.
    kept.child.kill('SIGTERM')
    expect(await kept.exited()).toEqual({ code: null, signal: 'SIGTERM', stderr: '' })

    const ended = new Program({ signals: ['SIGTERM'], isKept: true, exit: true })
    await ended.port()
    ended.child.kill('SIGTERM')
    expect(await ended.exited()).toEqual(clean)
    expect(ended.inbox('closed').all).toHaveLength(1)
  })

  test('exits when the last of its servers has closed', async () => {
    const program = new Program({ signals: ['SIGTERM'], exit: true, isOneOfTwo: true })
    const port = await program.port()
    const slow = ask(port, '/slow?ms=400')
    await ask(port, '/')
    program.child.kill('SIGTERM')
    expect(await slow).toBe('200 /slow')
    expect(await program.exited()).toEqual(clean)
  })

  test('is not asked by a signal that it does not listen for', async () => {
    const program = new Program({})
    await program.port()
    program.child.kill('SIGTERM')
    expect(await program.exited()).toEqual({ code: null, signal: 'SIGTERM', stderr: '' })
  })
})
