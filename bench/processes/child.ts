import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** What a child tells of itself once it can be asked. */
export interface Ready {
  readonly ready: Readonly<Record<string, number>>
}

/** An answer, or what the child tells unasked. */
type Message =
  { readonly answer: unknown } | { readonly told: unknown } | { readonly fault: string }

/**
 * A process of a bench's own, asked over its channel one question at a time. One that ends by
 * itself fails whoever waits for it.
 */
export class Child {
  /** Hears what the child tells unasked. */
  onTold: (told: never) => void = () => undefined
  #waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void } | null = null
  #ended: Error | null = null

  private constructor(
    readonly child: ChildProcess,
    /** The numbers it began with, such as its port. */
    readonly ready: Readonly<Record<string, number>>,
  ) {
    child.on('message', (message: Message) => {
      if ('told' in message) this.onTold(message.told as never)
      else if ('answer' in message) this.#take()?.resolve(message.answer)
      else this.#take()?.reject(new Error(message.fault))
    })
    child.once('exit', (code, signal) => {
      this.#ended = new Error(`a process of the bench ended (${String(code ?? signal)})`)
      this.#take()?.reject(this.#ended)
    })
  }

  static async start(
    script: string,
    args: readonly string[],
    execArgv: readonly string[] = [],
    execPath = process.execPath,
  ): Promise<Child> {
    const child = fork(script, args, {
      execPath,
      execArgv: [...execArgv],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    // One that hangs does not outlive the bench.
    const kill = (): void => void child.kill('SIGKILL')
    process.once('exit', kill)
    child.once('exit', () => process.off('exit', kill))
    const failed = new AbortController()
    child.once('exit', (code) => failed.abort(new Error(`${script} ended (${String(code)})`)))
    const [{ ready }] = (await once(child, 'message', { signal: failed.signal })) as [Ready]
    return new Child(child, ready)
  }

  get port(): number {
    return this.ready['port'] ?? 0
  }

  ask<T>(question: string, value: unknown = null): Promise<T> {
    if (this.#ended !== null) return Promise.reject(this.#ended)
    return new Promise<T>((resolve, reject) => {
      this.#waiting = { resolve: resolve as (answer: unknown) => void, reject }
      this.child.send({ question, value })
    })
  }

  /** The processor time it has used so far, in microseconds. */
  cpuUs(): Promise<number> {
    return this.ask<number>('cpu')
  }

  async stop(): Promise<void> {
    if (this.#ended !== null) return
    const exited = once(this.child, 'exit')
    this.child.disconnect()
    await exited
  }

  #take(): { resolve: (answer: unknown) => void; reject: (error: Error) => void } | null {
    const waiting = this.#waiting
    this.#waiting = null
    return waiting
  }
}
