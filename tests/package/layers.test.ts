import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './root.js'
import { run, runNode } from './run.js'
import { tempFolder, writeFiles } from './temp-folder.js'

/** The layers, lowest first; what a folder may import stands below it. */
const stack = [
  ['types', 'known-limits'],
  ['errors'],
  ['exchange'],
  ['attribution'],
  ['middleware'],
  ['diagnosis', 'observers', 'server', 'sessions'],
  ['cli', 'compat'],
]
const folders = stack.flat()
const heightOf = (folder: string) => stack.findIndex((layer) => layer.includes(folder))

const edges = folders.flatMap((from) =>
  folders.filter((to) => to !== from).map((to) => ({ from, to })),
)
const forbidden = edges.filter(({ from, to }) => heightOf(to) >= heightOf(from))
const legal = edges.filter(({ from, to }) => heightOf(to) < heightOf(from))

const builtin =
  "import { EventEmitter } from 'node:events'\nexport const emitter = new EventEmitter()\n"
const reaching = (specifier: string) =>
  `import { value } from '${specifier}'\nexport const copy = value\n`
const naming = (name: string) => `import type { Thing } from '${name}'\nexport type Copy = Thing\n`

const sources: Record<string, string> = {
  'src/index.ts': folders
    .map((to) => `export * as ${label(to)} from './${to}/index.js'\n`)
    .join(''),
  'src/types/in-own-folder.ts': reaching('./index.js'),
  'src/types/builtin.ts': builtin,
  'src/known-limits/builtin.ts': builtin,
  'src/errors/builtin.ts': builtin,
  'src/errors/entry.ts': "import { types } from '../index.js'\nexport const copy = types\n",
  'src/errors/test-code.ts': reaching('../../tests/helper.js'),
  'src/errors/stranger.ts': reaching('../strangers/index.js'),
  'src/exchange/deep.ts': reaching('../observers/deep/inside.js'),
  'src/exchange/re-export.ts': "export { value } from '../observers/index.js'\n",
  'src/exchange/lazily.ts': "export const later = () => import('../observers/index.js')\n",
  'src/exchange/by-require.ts': "import all = require('../observers/index.js')\nexport { all }\n",
  'src/exchange/type-only.ts':
    "import type { value } from '../observers/index.js'\nexport type Copy = typeof value\n",
  'src/exchange/express.ts': naming('express'),
  'src/exchange/winston.ts': naming('winston'),
  'src/exchange/on-finished.ts': naming('on-finished'),
  'src/observers/winston.ts': naming('winston'),
  'src/observers/winston-value.ts': reaching('winston'),
  'src/observers/deep/inside.ts': 'export const value = 1\n',
  'src/errors/cycle-a.ts':
    "import { value } from './cycle-b.js'\nexport const other = () => value()\n",
  'src/errors/cycle-b.ts':
    "import { other } from './cycle-a.js'\nexport const value = (): unknown => other\n",
  'src/strangers/index.ts': 'export const value = 1\n',
  'tests/helper.ts': 'export const value = 1\n',
}
for (const folder of folders) sources[`src/${folder}/index.ts`] = 'export const value = 1\n'
for (const { from, to } of edges) sources[fileOf(from, to)] = reaching(`../${to}/index.js`)

describe('the layer rule of src/', () => {
  const project = tempFolder()
  let rulesBroken: ReadonlyMap<string, readonly string[]>

  beforeAll(async () => {
    const from = (path: string) => JSON.stringify(pathToFileURL(join(root, path)).href)
    writeFiles(project, {
      ...sources,
      'eslint.config.mjs': `
        import { layerConfigs } from ${from('eslint.layers.mjs')}
        import tseslint from ${from('node_modules/typescript-eslint/dist/index.js')}
        export default [
          { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
          ...layerConfigs(import.meta.dirname),
        ]`,
    })
    rulesBroken = await lint(project)
  })

  const faultsOf = (file: string) => rulesBroken.get(file)

  it.each(forbidden)('forbids $from/ to import $to/', ({ from, to }) => {
    expect(faultsOf(fileOf(from, to))).toContain('import-x/no-restricted-paths')
  })

  it.each(legal)('lets $from/ import $to/', ({ from, to }) => {
    expect(faultsOf(fileOf(from, to))).toEqual([])
  })

  it.each(['deep', 're-export', 'lazily', 'by-require', 'type-only'])(
    'sees a forbidden import that is %s',
    (kind) => {
      expect(faultsOf(`src/exchange/${kind}.ts`)).toContain('import-x/no-restricted-paths')
    },
  )

  it.each([
    ['its own entry', 'src/errors/entry.ts'],
    ['tests', 'src/errors/test-code.ts'],
    ['a folder without a layer', 'src/errors/stranger.ts'],
  ])('forbids src/ to import %s', (_what, file) => {
    expect(faultsOf(file)).toContain('import-x/no-restricted-paths')
  })

  it.each([
    'src/types/builtin.ts',
    'src/known-limits/builtin.ts',
    'src/exchange/express.ts',
    'src/exchange/winston.ts',
    'src/observers/winston-value.ts',
  ])('forbids the package in %s', (file) => {
    expect(faultsOf(file)).toContain('@typescript-eslint/no-restricted-imports')
  })

  it.each([
    'src/index.ts',
    'src/types/in-own-folder.ts',
    'src/errors/builtin.ts',
    'src/exchange/on-finished.ts',
    'src/observers/winston.ts',
  ])('lets %s be', (file) => {
    expect(faultsOf(file)).toEqual([])
  })

  it('finds a cycle', () => {
    expect(faultsOf('src/errors/cycle-a.ts')).toContain('import-x/no-cycle')
  })
})

describe('the repository', () => {
  it('gives each folder of src/ a layer', () => {
    const found = readdirSync(join(root, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
    expect(folders).toEqual(expect.arrayContaining(found))
  })

  it('is linted with the layer rule', async () => {
    const eslint = join(root, 'node_modules/eslint/bin/eslint.js')
    expect(existsSync(eslint)).toBe(true)
    const { stdout } = await runNode([eslint, '--print-config', 'src/exchange/index.ts'], root)
    const { rules } = JSON.parse(stdout) as { rules: Record<string, unknown> }
    expect(rules['import-x/no-restricted-paths']).toEqual([2, expect.anything()])
    expect(rules['@typescript-eslint/no-restricted-imports']).toEqual([2, expect.anything()])
  })
})

function label(folder: string): string {
  return folder.replace('-', '')
}

function fileOf(from: string, to: string): string {
  return `src/${from}/imports-${to}.ts`
}

/** ESLint's own program, since jest's sandbox cannot load a configuration that is an ES module. */
async function lint(project: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const eslint = join(root, 'node_modules/eslint/bin/eslint.js')
  const { stdout, stderr } = await run(
    process.execPath,
    [eslint, '--format', 'json', 'src'],
    project,
  )
  if (stdout === '') throw new Error(stderr)
  const results = JSON.parse(stdout) as Array<{
    filePath: string
    messages: Array<{ ruleId: string | null; message: string }>
  }>
  return new Map(
    results.map(({ filePath, messages }) => [
      filePath.slice(project.length + 1).replaceAll('\\', '/'),
      messages.map(({ ruleId, message }) => ruleId ?? message),
    ]),
  )
}
