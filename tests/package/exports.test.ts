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

  it('exports what its source says, and no default', () => {
    const loaded = jest.requireActual<object>(join(root, source))
    const names = Object.keys(loaded).filter((name) => name !== '__esModule')
    expect(names.sort()).toEqual([...exportsOf(source).values].sort())
    expect(names).not.toContain('default')
  })

  const { values, types } = exportsOf(source)

  it.each([...values, ...types])(`exports %s, which stands in ${page}`, (name) => {
    expect(exportsIn(page)).toContain(name)
  })
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

function exportsOf(source: string): { values: string[]; types: string[] } {
  const checker = program.getTypeChecker()
  const module = checker.getSymbolAtLocation(program.getSourceFile(join(root, source))!)!
  const values: string[] = []
  const types: string[] = []
  for (const each of checker.getExportsOfModule(module)) {
    const typeOnly = each.declarations?.some(ts.isTypeOnlyExportDeclaration) ?? false
    const isAlias = (each.flags & ts.SymbolFlags.Alias) !== 0
    const { flags } = isAlias ? checker.getAliasedSymbol(each) : each
    const isValue = !typeOnly && (flags & ts.SymbolFlags.Value) !== 0
    ;(isValue ? values : types).push(each.name)
  }
  return { values, types }
}
