import { printable, terminal } from '../../../src/cli/terminal.js'

const host = (isTTY: boolean, env: Record<string, string>) =>
  ({ stdout: { isTTY }, stderr: {}, env }) as unknown as NodeJS.Process

const red = (isTTY: boolean, env: Record<string, string>) =>
  terminal(host(isTTY, env)).paint('red', 'no')

describe('colour', () => {
  test('is there on a terminal', () => {
    expect(red(true, {})).toBe('\u001B[31mno\u001B[0m')
    expect(red(true, { NO_COLOR: '' })).toContain('\u001B')
  })

  test.each<[string, boolean, Record<string, string>]>([
    ['piped', false, {}],
    ['refused', true, { NO_COLOR: '1' }],
    ['not understood', true, { TERM: 'dumb' }],
  ])('is not where it is %s', (_when, isTTY, env) => {
    expect(red(isTTY, env)).toBe('no')
  })
})

test('text of others moves no cursor', () => {
  expect(printable('a\u001B[2Jb\r\n\u009Bc')).toBe('a [2Jb c')
})
