// Checks the tarball that npm would publish, with publint and arethetypeswrong.
//
//     node scripts/package-check.mjs [TARBALL]     without one, packs the package first
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'express-hangup-'))
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true })
})

function pack() {
  execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: root, stdio: 'ignore' })
  const packed = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (packed === undefined) throw new Error('npm pack made no tarball')
  return join(folder, packed)
}

const tarball = process.argv[2] ?? pack()
const bytes = readFileSync(tarball)
const { messages, pkg } = await publint({
  strict: true,
  pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) },
})
for (const message of messages)
  console.log(`publint ${message.type}: ${formatMessage(message, pkg)}`)

const attw = join(root, 'node_modules/.bin/attw')
const { status } = spawnSync(attw, [tarball, '--no-emoji', '--format', 'table-flipped'], {
  stdio: 'inherit',
})
process.exitCode = messages.length === 0 && status === 0 ? 0 : 1
