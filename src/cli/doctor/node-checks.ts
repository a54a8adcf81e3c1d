import type { Finding } from '../findings.js'
import { endOfLife, nodeFlaws, oldestMajor } from './node-releases.js'

type Version = readonly [major: number, minor: number]

/** What is wrong with this version of Node today. */
export function checkNode(version: string, today: Date): Finding[] {
  const running = parsed(version)
  if (running === null) return []
  return [...age(version, running[0], today), ...flaws(running)]
}

function parsed(version: string): Version | null {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version) ?? []
  return major === undefined ? null : [Number(major), Number(minor)]
}

function age(version: string, major: number, today: Date): Finding[] {
  if (major < oldestMajor) {
    return [
      {
        level: 'fault',
        title: `Node ${version} is too old for express-hangup`,
        lines: [`It supports Node ${String(oldestMajor)} and later.`, 'Fix: upgrade Node'],
      },
    ]
  }
  const end = endOfLife[major]
  if (end === undefined || today < new Date(end)) return []
  return [
    {
      level: 'fault',
      title: `Node ${version} is no longer kept`,
      lines: [
        `Its release line ended on ${end}: holes that are found in it stay open.`,
        'Fix: upgrade to a line that is kept, see https://nodejs.org/en/about/previous-releases',
      ],
    },
  ]
}

function flaws(running: Version): Finding[] {
  return nodeFlaws
    .filter(({ from, until }) => !before(running, from) && before(running, until))
    .map(({ level, title, effect, fix }) => ({
      level,
      title,
      lines: [`${effect}.`, `Fix: ${fix}`],
    }))
}

function before(a: Version, b: Version): boolean {
  return a[0] === b[0] ? a[1] < b[1] : a[0] < b[0]
}
