import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onCleanUp } from '../contract/support.js'

/** A new folder, removed when the test is over. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'hangup-example-'))
  onCleanUp(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
