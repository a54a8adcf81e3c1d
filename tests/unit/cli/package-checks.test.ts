import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { copiesOf, resolved } from '../../../src/cli/doctor/installed.js'
import {
  checkConnectTimeout,
  checkCopies,
  checkVersion,
} from '../../../src/cli/doctor/package-checks.js'
import { tempFolder, writeFiles } from '../../package/temp-folder.js'

const copy = (version: string) => ({ version, folder: `/app/${version}` })

describe('copies of express-hangup', () => {
  test('are no finding where there is one, or none', () => {
    expect([...checkCopies([]), ...checkCopies([copy('1.0.0')])]).toEqual([])
  })

  test('of one version are a notice, of several a fault', () => {
    expect(checkCopies([copy('1.0.0'), copy('1.0.0')])).toMatchObject([{ level: 'notice' }])
    expect(checkCopies([copy('1.0.0'), copy('2.0.0')])).toMatchObject([{ level: 'fault' }])
  })
})

describe('a package beside it', () => {
  test.each([
    ['express', '4.22.3'],
    ['express', '5.3.0'],
    ['connect', '3.7.0'],
    ['winston', '3.19.0'],
    ['prom-client', '15.1.3'],
    ['croner', '11.0.1'],
    ['express', 'unknown'],
    ['left-pad', '0.0.1'],
  ])('%s %s is fine', (name, version) => {
    expect(checkVersion(name, copy(version))).toEqual([])
  })

  test.each([
    ['express', '3.21.2', 'Fix: npm install express@5 (it takes 4 or 5)'],
    ['express', '6.0.0', 'Fix: npm install express@5 (it takes 4 or 5)'],
    ['connect', '2.30.2', 'Fix: npm install connect@3 (it takes 3)'],
    ['winston', '2.4.7', 'Fix: npm install winston@3 (it takes 3)'],
    ['prom-client', '13.2.0', 'Fix: npm install prom-client@14 (it takes 14 or later)'],
  ])('%s %s is a fault', (name, version, fix) => {
    expect(checkVersion(name, copy(version))).toMatchObject([{ level: 'fault', lines: [fix] }])
  })

  test('connect-timeout is a notice', () => {
    expect(checkConnectTimeout(null)).toEqual([])
    expect(checkConnectTimeout(copy('1.9.1'))).toMatchObject([{ level: 'notice' }])
  })
})

describe('what is installed', () => {
  const root = tempFolder()
  const manifest = (version: string) => JSON.stringify({ name: 'it', version })

  beforeAll(() => {
    writeFiles(root, {
      'node_modules/it/package.json': manifest('1.0.0'),
      'node_modules/@scope/other/node_modules/it/package.json': manifest('2.0.0'),
      'node_modules/.pnpm/it@3.0.0/node_modules/it/package.json': manifest('3.0.0'),
      'node_modules/.bin/it': '',
      'node_modules/broken/package.json': '{',
      'packages/app/node_modules/it/package.json': manifest('4.0.0'),
    })
    mkdirSync(join(root, 'packages/app/node_modules/loop'), { recursive: true })
    symlinkSync('..', join(root, 'packages/app/node_modules/loop/node_modules'))
    symlinkSync('../../../node_modules/it', join(root, 'packages/app/node_modules/link'))
  })

  const folder = (path: string) => join(root, path)

  test('is found in every place once, from the folder it is asked for upwards', () => {
    const versions = (path: string) => copiesOf('it', folder(path)).map(({ version }) => version)
    expect(versions('.').sort()).toEqual(['1.0.0', '2.0.0', '3.0.0'])
    expect(versions('packages/app').sort()).toEqual(['1.0.0', '2.0.0', '3.0.0', '4.0.0'])
  })

  test('is resolved as Node does it: the nearest first', () => {
    expect(resolved('it', folder('packages/app'))).toMatchObject({ version: '4.0.0' })
    expect(resolved('it', folder('packages'))).toMatchObject({ version: '1.0.0' })
  })

  test('is nothing where a manifest is missing or broken', () => {
    expect(resolved('broken', folder('.'))).toBeNull()
    expect(resolved('no-such-package', folder('.'))).toBeNull()
  })
})
