import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { AppMessage, DemoMessage } from './messages.js'

/**
 * The application's process as a process manager keeps it: started again when it crashes. It
 * gathers what the process tells and what it prints.
 */
export class RunningApp {
  readonly stdout: string[] = []
  readonly stderr: string[] = []
  /** Handlers that have started and not ended; the time is that of their client's departure. */
  readonly active = new Map<string, number | null>()
  readonly wastedMs = new Map<string, number>()
  crashes = 0
  lastEventAt = 0
  #child: ChildProcess | null = null
  #port: Promise<number>
  #openFiles: (files: readonly string[] | null) => void = () => undefined
  #stopping = false

  constructor(
    private readonly environment: Readonly<Record<string, string>>,
    private readonly onLine: (line: string) => void,
  ) {
    this.#port = this.#start()
  }

  /** The port of the process that runs now; waits for it after a crash. */
  port(): Promise<number> {
    return this.#port
  }

  openFiles(): Promise<readonly string[] | null> {
    return new Promise((resolve) => {
      this.#openFiles = resolve
      this.#child?.send({ type: 'list-open-files' } satisfies DemoMessage)
    })
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (child?.exitCode !== null || child.signalCode !== null) return
    const closed = once(child, 'close')
    child.kill()
    await closed
  }

  #start(): Promise<number> {
    const child = fork(join(__dirname, '..', 'app-process.js'), {
      env: { ...process.env, NODE_ENV: 'production', ...this.environment },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#child = child
    gatherLines(child.stdout, (line) => {
      this.stdout.push(line)
      this.onLine(line)
    })
    gatherLines(child.stderr, (line) => {
      this.stderr.push(line)
      this.onLine(line)
    })
    return new Promise((resolve, reject) => {
      child.on('message', (message: AppMessage) => {
        if (message.type === 'listening') resolve(message.port)
        else this.#hear(message)
      })
      child.once('close', (code) => {
        if (this.#stopping) return
        const lastWords = this.stderr.slice(-20).join('\n')
        reject(new Error(`The application ended (exit code ${String(code)}):\n${lastWords}`))
        this.crashes++
        this.active.clear()
        this.#port = this.#start()
        // Whoever asks for the port hears of a failed start; nobody may be asking.
        this.#port.catch(() => undefined)
      })
    })
  }

  #hear(message: AppMessage): void {
    if (message.type === 'open-files') {
      this.#openFiles(message.files)
      return
    }
    this.lastEventAt = Date.now()
    if (message.type === 'started') this.active.set(message.requestId, null)
    else if (message.type === 'gone') {
      if (this.active.has(message.requestId)) this.active.set(message.requestId, message.at)
    } else if (message.type === 'ended') {
      this.active.delete(message.requestId)
      this.wastedMs.set(message.requestId, message.wastedMs)
    }
  }
}

function gatherLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = ''
  stream?.setEncoding('utf8')
  stream?.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
  stream?.on('end', () => {
    if (rest) onLine(rest)
  })
}
