import { codes } from '../../src/errors/codes.js'
import { firstCells } from './markdown.js'

const page = 'docs/reference/errors.md'

describe('the codes of errors and warnings', () => {
  const registered = Object.keys(codes)
  const documented = firstCells(page).filter((cell) => /^(ERR|WARN)_/.test(cell))

  it.each(registered)(`%s has its row in ${page}`, (code) => {
    expect(documented.filter((each) => each === code)).toEqual([code])
  })

  it.each(documented)('%s is registered in src/errors/codes.ts', (code) => {
    expect(registered).toContain(code)
  })
})
