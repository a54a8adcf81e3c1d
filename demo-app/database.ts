import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'

const POOL_SIZE = 2

type Run = (statement: string) => Promise<string>

/**
 * A small driver for a database whose command-line client runs as a child process: statements go
 * to its stdin, answers come from its stdout. A client that went away gives a real `write EPIPE`,
 * with the same code, message and properties as a user's.
 */
export class Database {
  #idle: Connection[] = []
  #waiting: ((connection: Connection) => void)[] = []

  constructor() {
    for (let n = 0; n < POOL_SIZE; n++) this.#release(new Connection())
  }

  async transaction(work: (run: Run) => Promise<void>): Promise<void> {
    const connection = this.#idle.pop() ?? (await this.#nextFree())
    try {
      await work((statement) => connection.run(statement))
      this.#release(connection)
    } catch (error) {
      connection.close()
      this.#release(new Connection())
      throw error
    }
  }

  close(): void {
    for (const connection of this.#idle) connection.close()
  }

  #nextFree(): Promise<Connection> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #release(connection: Connection): void {
    const waiting = this.#waiting.shift()
    if (waiting) waiting(connection)
    else this.#idle.push(connection)
  }
}

class Connection {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #answers: Interface

  constructor() {
    this.#child = spawn(process.execPath, [join(__dirname, 'world', 'database-process.js')])
    this.#child.stderr.pipe(process.stderr)
    // Each failed write is told to its statement; the event would end the process.
    this.#child.stdin.on('error', () => undefined)
    this.#answers = createInterface(this.#child.stdout)
  }

  async run(statement: string): Promise<string> {
    const [answer] = await Promise.all([once(this.#answers, 'line'), this.#write(statement)])
    return String(answer[0])
  }

  close(): void {
    this.#child.kill()
  }

  #write(statement: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#child.stdin.write(`${statement}\n`, (error) => {
        if (error) reject(error)
        else resolve()
      })
    })
  }
}
