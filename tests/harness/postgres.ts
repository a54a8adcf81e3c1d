import { spawn, spawnSync, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'

/** The folder of PostgreSQL's programs, the newest where there are several; undefined where none is. */
export const programs = foldersWithPrograms().find((folder) => existsSync(join(folder, 'initdb')))

/** A database server of the test's own: in a temporary folder, reached through a socket in there. */
export interface Cluster {
  readonly connection: { readonly host: string; readonly user: string; readonly database: string }
  stop(): Promise<void>
}

export async function startCluster(): Promise<Cluster> {
  if (programs === undefined) throw new Error('no PostgreSQL on this machine')
  const owner = unprivileged()
  const folder = mkdtempSync(join(tmpdir(), 'hangup-pg-'))
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid)
  const options: SpawnOptions = { ...owner, cwd: folder, env: { LC_ALL: 'C', TZ: 'UTC' } }
  const data = join(folder, 'data')
  const remove = () => rmSync(folder, { recursive: true, force: true })

  const init = ['-D', data, '-A', 'trust', '-U', 'tester', '-E', 'UTF8', '--no-sync']
  const made = spawnSync(join(programs, 'initdb'), init, { ...options, encoding: 'utf8' })
  if (made.status !== 0) {
    remove()
    throw new Error(`initdb failed: ${made.stderr}`)
  }
  // No TCP port, so that nothing has to be free.
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off']
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const exited = once(server, 'exit')
  const said: string[] = []
  const ready = new Promise<void>((resolve, reject) => {
    const lines = createInterface({ input: server.stderr })
    lines.on('line', (line) => {
      said.push(line)

      if (line.includes('ready to accept connections')) resolve()
    })
    lines.on('close', () => reject(new Error(`postgres ended: ${said.join('\n')}`)))
  })
  const stop = async () => {
    server.kill('SIGINT') // ends its sessions as well
    await exited
    remove()
  }
  await ready.catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { connection: { host: folder, user: 'tester', database: 'postgres' }, stop }
}

function foldersWithPrograms(): string[] {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian) : []
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a))
  return [
    ...newestFirst.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ]
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout.trim() || NaN),
    )
    if (uid !== undefined && gid !== undefined && uid > 0) return { uid, gid }
  }
  throw new Error('root, and no other user to run PostgreSQL as')
}
