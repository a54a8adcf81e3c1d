import { RedisStore } from 'connect-redis'
import { MongoStore } from 'connect-mongo'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Pool } from 'pg'
import connectPgSimple from 'connect-pg-simple'
import session, { type Store } from 'express-session'
import { sessionCleanup } from '../../../src/sessions/index.js'
import { openFiles } from '../../harness/session-stores/files.js'
import { openMemory, openMemorystore } from '../../harness/session-stores/in-memory.js'
import { openSqlite } from '../../harness/session-stores/sqlite.js'
import { MapStore } from './made-store.js'

const everyMs = 3_600_000

/** Each real store, without what it would be connected to. */
const stores: readonly (() => Promise<{ store: Store; close?: () => Promise<void> }>)[] = [
  async () => ({ store: new RedisStore({ client: {} }) }),
  async () => ({ store: new MongoStore({ clientPromise: new Promise(() => undefined) }) }),
  openMemorystore,
  async () => ({ store: new (connectPgSimple(session))({ pool: new Pool() }) }),
  openSqlite,
  openFiles,
  openMemory,
]

/** The rows of the page's table: store and method. */
function documentedStores(): string[] {
  const page = readFileSync(join(rootOf(__dirname), 'docs/how-to/clean-sessions.md'), 'utf8')
  const section = page.split('## What it does with which store')[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| `?(.*?)`? *\| `(.*?)`/gm)].map(([, ...cells]) =>
    cells.join(': '),
  )
}

function rootOf(folder: string): string {
  return existsSync(join(folder, 'docs')) ? folder : rootOf(dirname(folder))
}

test('the page on stores says what is done with each', async () => {
  const found: string[] = []
  for (const open of stores) {
    const { store, close } = await open()
    const cleanup = sessionCleanup(store, { everyMs })
    found.push(`${cleanup.store}: ${cleanup.method}`)
    await cleanup.stop()
    await close?.()
  }
  const others = [
    `with a call of its own: ${sessionCleanup({ prune() {} }, { everyMs }).method}`,
    `any other: ${sessionCleanup(new MapStore(), { everyMs }).method}`,
  ]
  expect(documentedStores()).toEqual([...found, ...others])
})
