import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { variants } from '../overhead/variants.js'
import { quantile } from '../stats.js'
import { CountedServer } from './counted-server.js'

const WINDOWS = 14

/**
 * Instructions of the process for a request, of each variant, and how many more than bare Express
 * takes. What is timed changes with the machine's mood; this is the same each time to one or two in
 * a hundred, busy or idle, so that it shows what a change of a single line costs. It tells nothing
 * of what a miss of the processor's caches costs, nor of the kernel's part. With `--at-most 1.08` it
 * fails where a variant takes more than that of what bare Express takes.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      'warm-up': { type: 'string', default: '30000' },
      requests: { type: 'string', default: '1000' },
      'at-most': { type: 'string', default: 'Infinity' },
    },
  })
  const names = variants
    .map(({ name }) => name)
    .filter((name) => name === 'bare' || (values.only?.includes(name) ?? true))
  const atOnce = availableParallelism() // they count, so that they do not disturb one another
  let bare = 0
  for (let at = 0; at < names.length; at += atOnce) {
    const group = names.slice(at, at + atOnce)
    const counted = await Promise.all(
      group.map((name) => count(name, Number(values['warm-up']), Number(values.requests))),
    )
    for (const [i, each] of counted.entries()) {
      if (bare === 0) bare = each // it is the first
      print(group[i]!, each, bare, Number(values['at-most']))
    }
  }
}

function print(name: string, each: number, bare: number, atMost: number): void {
  const ratio = each / bare
  const isTooMuch = !(ratio <= atMost)
  if (isTooMuch) process.exitCode = 1
  console.log(
    `  ${name.padEnd(20)} ${each.toFixed(0).padStart(8)}  ` +
      `added ${(each - bare).toFixed(0).padStart(8)}  ratio ${ratio.toFixed(3)}` +
      (isTooMuch ? `, above ${atMost}` : ''),
  )
}

/**
 * What a quiet window has, which is the lower quartile of several: a collection of the whole heap,
 * once in some 4,500 requests with the package and without, adds a seventh to a window or two, and
 * how many of the windows have a part of one is chance. The middle of seven fell among them once.
 */
async function count(name: string, warmUp: number, requests: number): Promise<number> {
  const server = await CountedServer.start(name)
  try {
    await server.send(warmUp)
    server.startCounting()
    await server.send(requests)
    server.take()
    const windows: number[] = []
    for (let window = 0; window < WINDOWS; window++) {
      await server.send(requests)
      windows.push(server.take() / requests)
    }
    return quantile(windows, 0.25)
  } finally {
    await server.stop()
  }
}

void main()
