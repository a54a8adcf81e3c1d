import { parse } from '../arguments.js'
import { type Command, UsageError } from '../command.js'
import { codeFor, report, type Finding } from '../findings.js'
import { ownVersion } from '../own-version.js'
import { copiesOf, resolved, type Installed } from './installed.js'
import { checkNode } from './node-checks.js'
import { checkConnectTimeout, checkCopies, checkVersion, supported } from './package-checks.js'

/** `hangup doctor`. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'looks at the installed versions of Node and of packages',
  help: [
    'Usage: hangup doctor [OPTIONS]',
    '',
    'Looks at the Node that runs it, at what is installed in the folder it is run in, and says what',
    'is wrong for a server: a Node that is no longer kept or has flaws that matter here, several',
    'copies of express-hangup, packages it was not made for.',
    '',
    'Options:',
    '  --json    prints what was found as JSON',
    '  --strict  exits with 1 for notices too',
  ].join('\n'),
  run(args, terminal) {
    const { values, positionals } = parse(args, {
      json: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
    })
    if (positionals.length > 0) throw new UsageError('doctor takes no arguments')
    const { versions, findings } = examine(process.cwd(), process.versions.node, new Date())
    if (values.json) {
      terminal.out(JSON.stringify({ versions, findings }, null, 2))
      return codeFor(findings, values.strict)
    }
    for (const [name, version] of Object.entries(versions)) terminal.out(`${name} ${version}`)
    terminal.out('')
    return report(findings, 'Nothing is wrong.', values.strict, terminal)
  },
}

/** What is installed where a command is run in `folder`, and what is wrong with it. */
export function examine(
  folder: string,
  node: string,
  today: Date,
): { versions: Record<string, string>; findings: Finding[] } {
  const neighbours = Object.keys(supported).flatMap((name): Array<[string, Installed]> => {
    const found = resolved(name, folder)
    return found === null ? [] : [[name, found]]
  })
  return {
    versions: {
      Node: node,
      'express-hangup': ownVersion(),
      ...Object.fromEntries(neighbours.map(([name, { version }]) => [name, version])),
    },
    findings: [
      ...checkNode(node, today),
      ...checkCopies(copiesOf('express-hangup', folder)),
      ...neighbours.flatMap(([name, found]) => checkVersion(name, found)),
      ...checkConnectTimeout(resolved('connect-timeout', folder)),
    ].sort((a, b) => Number(a.level === 'notice') - Number(b.level === 'notice')),
  }
}
