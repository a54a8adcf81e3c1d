import { spawnSync } from 'node:child_process'
import { root } from './root.js'

test('the page of hangup diagnose holds the uPlot that is installed, with its licence', () => {
  const check = spawnSync(process.execPath, ['scripts/inline-uplot.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect([check.status, check.stderr]).toEqual([0, ''])
})
