import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readText, root } from './root.js'

const files = execFileSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\0')
  // A file may be deleted in the working tree and not yet in the index.
  .filter((file) => file !== '' && existsSync(join(root, file)))

const machinePath = new RegExp(`(?<![\\w.-])/(${['work', 'root', 'home', 'Users'].join('|')})/\\w`)

describe('a file of the repository', () => {
  it('is found at all', () => {
    expect(files).toEqual(expect.arrayContaining(['package.json', 'src/index.ts']))
  })

  it('names no folder of the machine it was made on', () => {
    const naming = files.flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          machinePath.test(line) ? [`${file}:${String(index + 1)}: ${line.trim()}`] : [],
        ),
    )
    expect(naming).toEqual([])
  })
})

test('package-lock.json names no registry', () => {
  const { packages } = JSON.parse(readText('package-lock.json')) as {
    packages: Record<string, { resolved?: string }>
  }
  const naming = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)
  expect(naming).toEqual([])
})
