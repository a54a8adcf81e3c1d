// Uploads to a child process that does not read them whole: `child-upload COMMAND ARGS...`.
import express, { type RequestHandler } from 'express'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { abortDetection, abortSignal, attribute, errorHandler } from '../../../src/index.js'
import { guardStdio } from '../../../src/server/index.js'

const [command = '', ...commandArgs] = process.argv.slice(2)

/** As in docs/how-to/broken-pipes.md. */
const convert =
  (program: string, args: readonly string[]): RequestHandler =>
  async (req, res) => {
    const stdio: ['pipe', 'pipe', 'inherit'] = ['pipe', 'pipe', 'inherit']
    const child = spawn(program, args, { signal: abortSignal(req), stdio })
    let unread: Error | undefined
    child.stdin.on('error', (error) => {
      console.log(`the child's stdin: ${(error as NodeJS.ErrnoException).code ?? error.message}`)
      console.log(`its origin: ${attribute(error, req).origin}`)
      unread = error
    })
    req.pipe(child.stdin)
    const [output, [code]] = (await Promise.all([buffer(child.stdout), once(child, 'close')])) as [
      Buffer,
      [number],
    ]
    if (code !== 0) throw new Error(`${program} exited with ${String(code)}`, { cause: unread })
    res.send(output)
  }

const broken: express.ErrorRequestHandler = (error, _req, res, _next) => {
  const { message, cause } = error as Error
  res.status(500).send(`${message}: ${String(cause)}`)
}

async function main(): Promise<void> {
  guardStdio()
  const app = express()
  app.use(abortDetection())
  app.post('/', convert(command, commandArgs))
  app.use(errorHandler(), broken)
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const body = Buffer.alloc(1_000_000, 'x')
  const answer = await fetch(`http://127.0.0.1:${String(port)}/`, { method: 'POST', body })
  console.log(`${String(answer.status)} ${await answer.text()}`)
  server.closeAllConnections()
  server.close()
}

void main()
