// Writes the module that holds uPlot for the page of `hangup diagnose --html`, so that the published
// package needs no uPlot. Run it when uPlot was updated; a test fails where they differ.
//
//     node scripts/inline-uplot.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'

const root = join(import.meta.dirname, '..')
const file = join(root, 'src/cli/diagnose/html/uplot.ts')

async function uplotModule() {
  const read = (name) => readFileSync(join(root, 'node_modules/uplot', name), 'utf8').trim()
  const { version } = JSON.parse(read('package.json'))
  const text = `// Written by scripts/inline-uplot.mjs from uPlot ${version}; not to be edited.

export const uplotLicence = ${JSON.stringify(`uPlot ${version}\n\n${read('LICENSE')}`)}

export const uplotStyle = ${JSON.stringify(read('dist/uPlot.min.css'))}

export const uplotScript = ${JSON.stringify(read('dist/uPlot.iife.min.js'))}
`
  return format(text, { ...(await resolveConfig(file)), filepath: file })
}

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== (await uplotModule())) {
    console.error(
      'src/cli/diagnose/html/uplot.ts is not of the uPlot that is installed: node scripts/inline-uplot.mjs',
    )
    process.exitCode = 1
  }
} else {
  writeFileSync(file, await uplotModule())
}
