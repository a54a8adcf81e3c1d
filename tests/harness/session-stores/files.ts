import session from 'express-session'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import makeFileStore, { type Options } from 'session-file-store'
import type { OpenedStore } from './opened-store.js'

/** session-file-store in a folder of its own, without its own timer. */
export async function openFiles(
  options: Options = {},
): Promise<OpenedStore & { readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'hangup-session-files-'))
  const FileStore = makeFileStore(session)
  const quiet = { reapInterval: -1, retries: 0, logFn: () => undefined }
  const store = new FileStore({ path: folder, ...quiet, ...options })
  return {
    store,
    folder,
    put: async (sessions) => {
      for (const { sid, expires, data } of sessions) {
        const __lastAccess = expires.getTime() - 3_600_000
        writeFileSync(join(folder, `${sid}.json`), JSON.stringify({ ...data, __lastAccess }))
      }
    },
    ids: async () => readdirSync(folder).map((name) => name.replace(/\.json$/, '')),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  }
}
