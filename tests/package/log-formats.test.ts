import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { logFormats } from '../../src/diagnosis/formats/index.js'
import { samples } from '../harness/log-samples.js'
import { root } from './root.js'

const page = readFileSync(join(root, 'docs/reference/log-formats.md'), 'utf8')
const sections = page.split('\n## ').slice(1)

describe('the page of the log formats', () => {
  it.each(logFormats.map((format) => [format.name, format] as const))(
    'describes %s',
    (name, format) => {
      const section = sections.find((text) => text.startsWith(`${name}\n`)) ?? ''
      expect(section).toContain(format.title)
      expect(section).toContain(format.disconnect)
      expect(section).toContain(format.source)
      expect(section).toContain(`Tells: ${format.tells.join(', ')}.`)
      const shown = /```text\n([\s\S]*?)\n```/.exec(section)?.[1] ?? ''
      expect(samples.filter((sample) => sample.format === name).map(({ line }) => line)).toContain(
        shown.replaceAll('\\u001b', '\u001b'),
      )
    },
  )

  it('describes no other', () => {
    const known = logFormats.map(({ name }) => name)
    const named = sections.map((text) => text.split('\n', 1)[0] ?? '')
    expect(named.filter((name) => !known.includes(name))).toEqual(['nginx-log-format'])
  })
})
