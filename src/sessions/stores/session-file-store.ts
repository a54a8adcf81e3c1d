import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sweep } from '../sweep.js'
import type { StoreAdapter } from './adapter.js'
import type { Verdict } from './expiry.js'
import { inBatches } from './in-turn.js'
import { hasClass, hasMethods, isObject, type AnyStore } from './shape.js'
import type { StoreCallback } from './store-call.js'

interface FileStore {
  readonly options: FileOptions
  list(callback: StoreCallback): void
  destroy(sid: string, callback: StoreCallback): void
}

interface FileOptions {
  readonly path: string
  readonly fileExtension: string
  /** In seconds, for a session whose cookie has none. */
  readonly ttl: number
  readonly reapInterval: number
  readonly encoding: BufferEncoding | null
  readonly encryptEncoding?: unknown
  readonly decoder: (data: unknown) => unknown
  readonly secret?: unknown
  readonly kruptein?: {
    get(secret: unknown, data: unknown, callback: (error: unknown, text: unknown) => void): void
  }
}

/**
 * session-file-store. Its `reap` is no method of the store, and it deletes a file that it cannot
 * read; so its files are gone through here, by its own rule of what has expired.
 */
export function sessionFileStore(store: AnyStore): StoreAdapter | null {
  const options = store['options']
  if (!hasClass(store, 'FileStore') || !hasMethods(store, 'list', 'destroy')) return null
  if (!isObject(options) || typeof options['path'] !== 'string') return null
  if (typeof options['fileExtension'] !== 'string' || !hasMethods(options, 'decoder')) return null
  const files = store as unknown as FileStore
  return {
    store: 'session-file-store',
    method: 'batches',
    ...(files.options.reapInterval !== -1 && {
      advice: 'it also reaps by itself, which deletes files it cannot read: set reapInterval to -1',
    }),
    sweep: (sweep) => sweepFiles(files, sweep),
  }
}

async function sweepFiles(store: FileStore, sweep: Sweep): Promise<void> {
  const { path, fileExtension } = store.options
  const files = (await sweep.call('list', (callback) => store.list(callback))) as string[]
  await inBatches(sweep, files, async (file) => {
    const data = await contentOf(join(path, file), store.options)
    if (data === null) return
    sweep.countScanned(1)
    const verdict = verdictOf(data, store.options)
    if (verdict === 'unreadable') sweep.unreadable++
    if (verdict !== 'expired') return
    const id = file.slice(0, file.length - fileExtension.length)
    await sweep.call('destroy', (callback) => store.destroy(id, callback))
    sweep.countRemoved(1)
  })
}

const FORBIDDEN = ['EACCES', 'EPERM', 'EISDIR']

/** Null for a file that is gone meanwhile; nothing, which no session is, for one that is not ours. */
async function contentOf(file: string, options: FileOptions): Promise<string | Buffer | null> {
  const isBinary = isSecret(options) && !options.encryptEncoding
  try {
    return await readFile(file, isBinary ? null : options.encoding)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    if (FORBIDDEN.includes(code)) return ''
    throw error
  }
}

function verdictOf(data: string | Buffer, options: FileOptions): Verdict {
  let session: unknown
  try {
    session = options.decoder(isSecret(options) ? options.decoder(decrypted(data, options)) : data)
  } catch {
    return 'unreadable'
  }
  if (!isObject(session) || typeof session['__lastAccess'] !== 'number') return 'unreadable'
  const cookie = isObject(session['cookie']) ? session['cookie'] : {}
  const ttlMs = Number(cookie['originalMaxAge'] ?? 0) || options.ttl * 1000
  if (!Number.isFinite(ttlMs)) return 'unreadable'
  return session['__lastAccess'] + ttlMs < Date.now() ? 'expired' : 'live'
}

function decrypted(data: unknown, { kruptein, secret }: FileOptions): unknown {
  let text: unknown
  // It calls back before it returns.
  kruptein?.get(secret, data, (error, plain) => {
    if (error) throw error as Error
    text = plain
  })
  return text
}

function isSecret({ secret }: FileOptions): boolean {
  return secret !== undefined && secret !== null
}
