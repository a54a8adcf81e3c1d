import type { Server } from 'node:net'
import type { AddressInfo } from 'node:net'

type Answers = Readonly<Record<string, (value: never) => unknown>>

/** The other side of `Child`: answers its questions, and ends when it is let go. */
export function answerParent(answers: Answers, ready: Readonly<Record<string, number>>): void {
  const all: Answers = { cpu: cpuUs, ...answers }
  process.on('message', ({ question, value }: { question: string; value: never }) => {
    void answer(all, question, value)
  })
  process.on('disconnect', () => process.exit())
  process.send?.({ ready })
}

/** Listens on loopback, and answers from then on. */
export function serveParent(server: Server, answers: Answers): void {
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
    answerParent(answers, { port: (server.address() as AddressInfo).port })
  })
}

/** Tells the parent something it has not asked for. */
export function tellParent(told: unknown): void {
  process.send?.({ told })
}

async function answer(answers: Answers, question: string, value: never): Promise<void> {
  try {
    process.send?.({ answer: (await answers[question]?.(value)) ?? null })
  } catch (error) {
    process.send?.({ fault: error instanceof Error ? (error.stack ?? error.message) : '?' })
  }
}

function cpuUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
