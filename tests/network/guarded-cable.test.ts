import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { Inbox } from '../contract/inbox.js'
import { compileFor, type Compiled } from '../harness/compiled.js'
import { within } from '../harness/deferred.js'
import { layCable, whyNoCable, type Cable } from './cable/cable.js'

const obstacle = whyNoCable()
if (obstacle !== null) console.warn(`The test of a guarded server is skipped: ${obstacle}`)

interface FromServer {
  readonly ports?: { readonly http1: number; readonly h2: number }
  readonly begun?: string
  readonly settled?: { readonly path: string }
  readonly connection?: object
}

/** Linux probes ten times, a second apart. */
const noticedWithinMs = 60_000

;(obstacle === null ? describe : describe.skip)('a guarded server behind a pulled cable', () => {
  let compiled: Compiled | undefined
  let cable: Cable | undefined
  const children: ChildProcess[] = []

  afterAll(async () => {
    for (const child of children) {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    }
    cable?.remove()
    compiled?.remove()
  })

  test('notices each connection, though no exchange has a limit', async () => {
    compiled = compileFor('guarded-cable', ['tests/network/cable'])
    cable = layCable()
    const server = cable.run('server', compiled.fileOf('tests/network/cable/guarded-server'))
    const client = cable.run('client', compiled.fileOf('tests/network/cable/guarded-client'))
    children.push(server, client)
    const [{ ports }] = (await once(server, 'message')) as [FromServer]
    const begun = new Inbox<string>('request')
    const settled = new Inbox<{ path: string }>('settled exchange')
    const connections = new Inbox<object>('connection event')
    server.on('message', (message: FromServer) => {
      if (message.begun !== undefined) begun.push(message.begun)
      if (message.settled !== undefined) settled.push(message.settled)
      if (message.connection !== undefined) connections.push(message.connection)
    })
    const idle = once(client, 'message')
    client.send({ address: cable.serverAddress, ...ports })
    await Promise.all([begun.nth(2), idle])

    cable.cut()
    const noticed = within(
      noticedWithinMs,
      'not noticed',
      new Promise<void>((resolve) => {
        server.on('message', () => {
          if (settled.all.length === 2 && connections.all.length === 1) resolve()
        })
      }),
    )
    await noticed
    const lost = {
      outcome: 'client-disconnected',
      cause: { origin: 'client', rule: 'connection-lost' },
    }
    expect(settled.all.sort((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: '/h2', ...lost },
      { path: '/http1', ...lost },
    ])
    expect(connections.all).toEqual([{ kind: 'client-error', code: 'ETIMEDOUT', closure: 'none' }])
  }, 120_000)
})
