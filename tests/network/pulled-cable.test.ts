import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { Inbox } from '../contract/inbox.js'
import { compileFor, type Compiled } from '../harness/compiled.js'
import { within } from '../harness/deferred.js'
import { layCable, whyNoCable, type Cable } from './cable/cable.js'
import {
  belowTheSendBuffer,
  isRead,
  isUpload,
  states,
  type FromClient,
  type FromServer,
  type Noticed,
} from './cable/states.js'

const obstacle = whyNoCable()
if (obstacle !== null) console.warn(`The tests of a pulled cable are skipped: ${obstacle}`)

/** How late a limit may be noticed at the most: what the package promises. */
const MAX_LATE_MS = 1000

const all = [...states, belowTheSendBuffer]
const flowing = all.filter((state) => isRead(state) || isUpload(state))

;(obstacle === null ? describe : describe.skip)('a pulled cable', () => {
  let compiled: Compiled | undefined
  let cable: Cable | undefined
  const children: ChildProcess[] = []
  const noticed = new Map<number, Noticed>()

  beforeAll(async () => {
    compiled = compileFor('cable', ['tests/network'])
    cable = layCable()
    const server = cable.run('server', compiled.fileOf('tests/network/cable/server'))
    const client = cable.run('client', compiled.fileOf('tests/network/cable/client'))
    children.push(server, client)
    const [ports] = (await once(server, 'message')) as [Extract<FromServer, { ports: unknown }>]

    const begun = new Inbox<number>('request')
    const flows = new Inbox<number>('flow of bytes')
    const ready = new Inbox<string>('answer of the server')
    const settled = new Inbox<Noticed>('settled exchange')
    server.on('message', (message: FromServer) => {
      if ('begun' in message) begun.push(message.begun)
      if ('ready' in message) ready.push(message.ready)
      if ('noticed' in message) settled.push(message.noticed)
    })
    client.on('message', (message: FromClient) => flows.push(message.flowing))
    client.send({ address: cable.serverAddress, ...ports })
    await Promise.all([begun.nth(all.length), flows.nth(flowing.length)])

    server.send('the cable will be cut now')
    await ready.nth(1)
    cable.cut()
    for (const [index] of all.entries()) {
      const found = await within(20_000, 'an exchange settled', settled.nth(index + 1))
      noticed.set(found.index, found)
    }
  }, 60_000)

  afterAll(async () => {
    for (const child of children) {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    }
    cable?.remove()
    compiled?.remove()
  })

  test.each(states.map((state, index) => ({ ...state, index })))(
    'is noticed $name on $kind by $passes',
    ({ index, passes }) => {
      const found = noticed.get(index)
      expect(found).toMatchObject({
        outcome: 'timed-out',
        limit: passes,
        afterTheCut: true,
        closure: 'none',
      })
      expect(found!.tookMs).toBeLessThanOrEqual(found!.limitMs! + MAX_LATE_MS)
    },
  )

  test('is not noticed by idleMs while what is written fits into the send buffer', () => {
    const found = noticed.get(all.indexOf(belowTheSendBuffer))
    expect(found).toMatchObject({ outcome: 'timed-out', limit: 'totalMs', closure: 'none' })
  })
})
