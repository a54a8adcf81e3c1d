/**
 * A guarded server in a process of its own. Its options are the first argument, as JSON. It answers
 * `/` at once, `/slow` after `?ms=`, `/ready` by whether it is closing, and `/stuck` never. Says its
 * port as soon as it listens, and what became of its connections when it has closed.
 */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { abortDetection, abortSignal, type AnyRequest } from '../../../src/index.js'
import { guardServer, type GuardServerOptions } from '../../../src/server/index.js'

const say = (message: object): void => console.log(JSON.stringify(message))

const options = JSON.parse(process.argv[2] ?? '{}') as GuardServerOptions & {
  isKept?: boolean
  isOneOfTwo?: boolean
}
const { isKept = false, isOneOfTwo = false, ...guardOptions } = options

const detect = abortDetection({
  observers: [{ settled: ({ path, outcome }) => say({ path, outcome }) }],
})

const server = http.createServer((req, res) => {
  detect(req, res, () => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://x')
    if (pathname === '/ready') res.statusCode = guard.closing.aborted ? 503 : 200
    if (pathname === '/stuck') return wait(req)
    setTimeout(() => res.end(pathname), Number(searchParams.get('ms') ?? 0))
  })
})

function wait(req: AnyRequest): void {
  say({ stuck: true })
  const signal = abortSignal(req)
  signal.addEventListener('abort', () => {
    const { code } = signal.reason as { code: string }
    say({ reason: code })
  })
}

const guard = guardServer(server, {
  ...guardOptions,
  onClosed: (closed) => say({ closed }),
})
guard.closing.addEventListener('abort', () => say({ closing: true }))
// What an application may forget to end.
if (isKept) setInterval(() => undefined, 1_000)

// One that has nothing to wait for.
if (isOneOfTwo) guardServer(http.createServer().listen(0, '127.0.0.1'), guardOptions)

server.listen(0, '127.0.0.1', () => say({ port: (server.address() as AddressInfo).port }))
