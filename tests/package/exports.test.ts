import { existsSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { exportsIn } from './markdown.js'
import { entries, packageJson, readText, root } from './root.js'

const program = ts.createProgram({
  rootNames: entries.map(([, source]) => join(root, source)),
  options: { module: ts.ModuleKind.NodeNext, types: ['node'], skipLibCheck: true, noEmit: true },
})

const page = 'docs/reference/api.md'

/** The page of an entry that is one function: a drop-in for another package. */
function pageOf(specifier: string): string {
  return specifier.replace('express-hangup/', 'docs/reference/') + '.md'
}

describe.each(entries)('%s', (specifier, source) => {
  it('has a source', () => {
    expect(existsSync(join(root, source))).toBe(true)
  })

  it('is found by resolvers that do not know of exports', () => {
    const { main, types, typesVersions } = JSON.parse(readText('package.json')) as {
      main: string
      types: string
      typesVersions: { '*': Record<string, string[]> }
    }
    const built = source.replace('src/', './dist/')
    if (specifier === 'express-hangup') {
      expect([main, types]).toEqual([built.replace('.ts', '.js'), built.replace('.ts', '.d.ts')])
    } else {
      const subpath = specifier.replace('express-hangup/', '')
      expect(typesVersions['*'][subpath]).toEqual([built.replace('.ts', '.d.ts')])
    }
  })

  const { assigned, values, types } = exportsOf(source)
  const loaded = () => jest.requireActual<object>(join(root, source))

  it('exports what its source says, and no default', () => {
    const names = Object.keys(loaded()).filter((name) => name !== '__esModule')
    expect(names.sort()).toEqual([...values].sort())
    expect(names).not.toContain('default')
  })

  if (assigned !== null) {
    it('is a function itself, whose name stands in a page of its own', () => {
      expect(loaded()).toEqual(expect.any(Function))
      expect(loaded()).toHaveProperty('name', assigned)
      expect(exportsIn(pageOf(specifier))).toContain(assigned)
    })
  }

  const where = assigned === null ? page : pageOf(specifier)
  const names = [...values, ...types]
  if (names.length > 0) {
    it.each(names)(`exports %s, which stands in ${where}`, (name) => {
      expect(exportsIn(where)).toContain(name)
    })
  }
})

describe(page, () => {
  const exported = entries.flatMap(([, source]) => {
    const { values, types } = exportsOf(source)
    return [...values, ...types]
  })

  it.each(exportsIn(page))('documents %s, which is exported', (name) => {
    expect(exported).toContain(name)
  })
})

test('package.json is itself among the exports', () => {
  expect(packageJson.exports['./package.json']).toBe('./package.json')
})

/** What a module exports by name, and the name of what it is itself where it says `export =`. */
function exportsOf(source: string): { assigned: string | null; values: string[]; types: string[] } {
  const checker = program.getTypeChecker()
  const module = checker.getSymbolAtLocation(program.getSourceFile(join(root, source))!)!
  const whole = module.exports?.get(ts.InternalSymbolName.ExportEquals)
  const assigned = whole === undefined ? null : checker.getAliasedSymbol(whole).name
  const values: string[] = []
  const types: string[] = []
  for (const each of checker.getExportsOfModule(module)) {
    const typeOnly = each.declarations?.some(ts.isTypeOnlyExportDeclaration) ?? false
    const isAlias = (each.flags & ts.SymbolFlags.Alias) !== 0
    const { flags } = isAlias ? checker.getAliasedSymbol(each) : each
    const isValue = !typeOnly && (flags & ts.SymbolFlags.Value) !== 0
    ;(isValue ? values : types).push(each.name)
  }
  return { assigned, values, types }
}
