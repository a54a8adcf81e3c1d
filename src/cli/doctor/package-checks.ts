import type { Finding } from '../findings.js'
import type { Installed } from './installed.js'

/** Versions by their first number: from, up to and including. */
type Range = readonly [from: number, to: number]

/** What express-hangup works with: the supported majors. */
export const supported: Readonly<Record<string, Range>> = {
  express: [4, 5],
  connect: [3, 3],
  winston: [3, 3],
  'prom-client': [14, Infinity],
  croner: [8, Infinity],
}

/** Several copies in one project, or one that is not the one that runs. */
export function checkCopies(copies: readonly Installed[]): Finding[] {
  if (copies.length < 2) return []
  const versions = new Set(copies.map(({ version }) => version))
  return [
    {
      level: versions.size > 1 ? 'fault' : 'notice',
      title: `There are ${String(copies.length)} copies of express-hangup`,
      lines: [
        ...copies.map(({ version, folder }) => `${version} in ${folder}`),
        'In one process they share what they know of a request, and count it once; but an error ' +
          'of one is no instanceof the class of the other: use isClientDisconnectedError and its like.',
        'Fix: npm dedupe; a library names it as a peer dependency',
      ],
    },
  ]
}

/** A package next to express-hangup that it was not made for. */
export function checkVersion(name: string, { version }: Installed): Finding[] {
  const range = supported[name]
  const major = Number.parseInt(version, 10)
  if (range === undefined || Number.isNaN(major)) return []
  const [from, to] = range
  if (major >= from && major <= to) return []
  const wanted = to === Infinity ? `${String(from)} or later` : [...new Set(range)].join(' or ')
  return [
    {
      level: 'fault',
      title: `express-hangup is not made for ${name} ${version}`,
      lines: [
        `Fix: npm install ${name}@${String(to === Infinity ? from : to)} (it takes ${wanted})`,
      ],
    },
  ]
}

/** connect-timeout beside it: two that answer the same request. */
export function checkConnectTimeout(found: Installed | null): Finding[] {
  if (found === null) return []
  return [
    {
      level: 'notice',
      title: `connect-timeout ${found.version} is installed too`,
      lines: [
        'Where both are mounted, two answer the same request, and what its handler writes late ' +
          'throws ERR_HTTP_HEADERS_SENT.',
        "Fix: require('express-hangup/connect-timeout') in its place",
      ],
    },
  ]
}
