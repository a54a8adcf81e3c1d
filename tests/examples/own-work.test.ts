import { documented } from '../harness/documented.js'
import type { Middleware } from '../harness/http-shapes.js'
import {
  cleanUp,
  errorOf,
  Inbox,
  open,
  stopsWhenTheClientLeaves,
  stopsWhenTheLimitPasses,
  type Example,
} from './stopping.js'

const page = 'docs/how-to/cancel-work.md'
afterEach(cleanUp)

interface Job {
  readonly done: Promise<unknown>
  cancel(): void
}

const { result } = documented(page, 'Timers') as {
  result: (isReady: () => Promise<boolean>) => Middleware
}
const { simulate } = documented(page, 'Loops') as {
  simulate: (step: () => void, steps: number) => Middleware
}
const { run } = documented(page, 'Anything with a way to stop') as {
  run: (start: () => Job) => Middleware
}

/** Its handler is over when it stops, which is what `stopping` waits for anyway. */
const withTheHandler = () => Promise.resolve()

const examples: Readonly<Record<string, () => Example>> = {
  'a wait between two looks'() {
    const looks = new Inbox<null>('look')
    const isReady = () => (looks.push(null), Promise.resolve(false))
    return { handler: result(isReady), begun: looks.nth(1), stopped: withTheHandler }
  },
  'a loop'() {
    const steps = new Inbox<null>('step')
    const handler = simulate(() => steps.push(null), Infinity)
    return { handler, begun: steps.nth(10), stopped: withTheHandler }
  },
  'a job with a way to stop'() {
    const started = new Inbox<null>('job')
    const cancelled = new Inbox<null>('cancel')
    const handler = run(() => {
      let fail: (error: Error) => void
      const done = new Promise((_resolve, reject) => (fail = reject))
      started.push(null)
      return {
        done,
        cancel: () => {
          cancelled.push(null)
          fail(new Error('the job was cancelled'))
        },
      }
    })
    return { handler, begun: started.nth(1), stopped: () => cancelled.nth(1) }
  },
}

describe.each(Object.entries(examples))('%s, as documented', (_name, example) => {
  test('ends when the client leaves', async () => {
    await stopsWhenTheClientLeaves(example())
  })

  test('ends when the limit passes, and 503 is answered', async () => {
    await stopsWhenTheLimitPasses(example())
  })
})

test('a job that fails by itself is an error of the application', async () => {
  const real = new Error('no disk space')
  const error = await errorOf(run(() => ({ done: Promise.reject(real), cancel: () => undefined })))
  expect(error).toBe(real)
})

test('the wait and the loop answer a client that stays', async () => {
  const answers = [result(() => Promise.resolve(true)), simulate(() => undefined, 3)]
  for (const handler of answers) {
    const scene = await open('express5', [handler])
    expect(await (await scene.visitor()).ask()).toMatchObject({ status: 200 })
  }
})
