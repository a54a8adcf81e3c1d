import { auditTimeouts, type TimeoutFinding } from '../../server/index.js'
import { parse } from '../arguments.js'
import { type Command, UsageError } from '../command.js'
import { codeFor, report, type Finding } from '../findings.js'
import { readConfig } from './read-config.js'

/** `hangup audit CONFIG`. */
export const audit: Command = {
  name: 'audit',
  summary: 'looks whether the time limits are in order, from the client to the database',
  help: [
    'Usage: hangup audit [OPTIONS] CONFIG',
    '',
    'CONFIG is a .json file, or a .js, .mjs or .cjs module, that states the limits:',
    '',
    '  {',
    '    "behind": "aws-alb",',
    '    "server": { "keepAliveTimeout": 65000, "requestTimeout": 300000 },',
    '    "requestTimeoutMs": 55000,',
    '    "upstreamTimeoutsMs": { "postgres": 30000 },',
    '    "clientTimeoutMs": 90000,',
    '    "longestUploadMs": 600000',
    '  }',
    '',
    'Each is optional; what is missing of "server" is as Node has it.',
    '',
    'Options:',
    '  --json    prints the findings as JSON',
    '  --strict  exits with 1 for notices too',
  ].join('\n'),
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      json: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
    })
    const [file, ...others] = positionals
    if (file === undefined) throw new UsageError('audit needs a CONFIG')
    if (others.length > 0) throw new UsageError('audit takes one CONFIG')
    const { server = {}, ...options } = await readConfig(file)
    const findings = auditTimeouts(server, options)
    if (values.json) {
      terminal.out(JSON.stringify({ findings }, null, 2))
      return codeFor(findings, values.strict)
    }
    return report(findings.map(told), 'All limits are in order.', values.strict, terminal)
  },
}

function told(finding: TimeoutFinding): Finding {
  const { level, rule, setting, valueMs, against, againstMs, effect, fix } = finding
  const value = valueMs === null ? 'none' : time(valueMs)
  const other = againstMs === null ? against : `${time(againstMs)} of ${against}`
  return {
    level,
    title: `${setting}: ${value}, against ${other} [${rule}]`,
    lines: [`${effect}.`, `Fix: ${fix}`, ...sourceOf(finding)],
  }
}

function sourceOf({ source, confidence }: TimeoutFinding): string[] {
  return confidence === null ? [] : [`A default (${confidence}): ${source}`]
}

function time(ms: number): string {
  return `${String(ms / 1_000)} s`
}
