import { once } from 'node:events'
import net, { type Socket } from 'node:net'
import { requestOf } from '../load/requests.js'
import { answerParent } from '../processes/answers.js'

/**
 * As many connections as it was told, which stay open. It sends requests from those whose last one
 * is answered, each to the next route.
 */
const [port = '0', connections = '1', routes = '1'] = process.argv.slice(2)
const AT_ONCE = 100
const requests = Array.from({ length: Number(routes) }, (_, i) => requestOf('GET', true, `/${i}`))

const idle: Socket[] = []
let left = 0
let awaited = 0
let sent = 0
let done: () => void = () => undefined

async function open(): Promise<void> {
  for (let opened = 0; opened < Number(connections); opened += AT_ONCE) {
    const count = Math.min(AT_ONCE, Number(connections) - opened)
    await Promise.all(Array.from({ length: count }, connect))
  }
}

async function connect(): Promise<void> {
  const socket = net.connect({ port: Number(port), host: '127.0.0.1', noDelay: true })
  let tail = ''
  socket.on('data', (chunk) => {
    tail = (tail + chunk.toString('latin1')).slice(-END.length)
    if (tail !== END) return
    tail = ''
    awaited--
    idle.push(socket)
    ask()
    if (awaited === 0) done()
  })
  // An end that nobody asked for ends the bench.
  socket.on('close', () => process.exit(1))
  await once(socket, 'connect')
  idle.push(socket)
}

const END = '{"hello":"world"}'

function ask(): void {
  while (left > 0 && idle.length > 0) {
    left--
    idle.shift()!.write(requests[sent++ % requests.length]!)
  }
}

/** Resolves when as many of the open requests have been answered. */
function send(answers: number): Promise<void> {
  left += answers
  awaited = answers
  return new Promise((resolve) => {
    done = resolve
    ask()
  })
}

/** Opens requests that are not answered yet. */
function hold(count: number): void {
  left += count
  ask()
}

void open().then(() => {
  answerParent({ send, hold }, {})
})
