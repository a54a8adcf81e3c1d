import { comparedWith, given, type TimeoutFinding } from '../finding.js'
import type { Front, Wait } from '../front.js'
import type { OwnLimits, Setup } from '../setup.js'
import { below, literal, shown } from '../time.js'

/** The server has to answer before anybody in front gives up. */
export function ownLimit({ fronts, own }: Setup): TimeoutFinding[] {
  if (own !== null) return fronts.flatMap((front) => front.waits.flatMap(against(front, own)))
  const waits = fronts.flatMap((front) => front.waits.map((wait) => ({ front, wait })))
  const [soonest] = waits.toSorted((a, b) => a.wait.ms - b.wait.ms)
  if (soonest === undefined) return fronts.length === 0 ? [unlimited()] : []
  const { front, wait } = soonest
  return [
    {
      rule: 'no-request-limit',
      level: 'fault',
      setting: 'requestTimeout',
      valueMs: null,
      ...comparedWith(wait),
      effect: leftAlone(front, wait),
      fix: mount(wait),
    },
  ]
}

function against(front: Front, own: OwnLimits): (wait: Wait) => TimeoutFinding[] {
  return (wait) => {
    const name = ownNameFor(wait, own)
    const valueMs = name === null ? null : (own[name] ?? null)
    const found = { valueMs, ...comparedWith(wait) }
    if (name === null || valueMs === null) {
      const setting = wait.for === 'total' ? 'requestTimeout totalMs' : 'requestTimeout responseMs'
      const effect = leftAlone(front, wait)
      return [
        { rule: 'no-request-limit', level: 'fault', setting, ...found, effect, fix: mount(wait) },
      ]
    }
    if (valueMs + (own.graceMs ?? 0) >= wait.ms) {
      const setting = `requestTimeout ${name}${own.graceMs === undefined ? '' : ' and graceMs'}`
      return [
        {
          rule: 'request-limit-above-front',
          level: 'fault',
          setting,
          ...found,
          effect: leftAlone(front, wait),
          fix: mount(wait, own.graceMs),
        },
      ]
    }
    return [...pauses(front, own, wait), ...wholeAnswers(front, own, wait)]
  }
}

/** Which of ours has to pass before the other does, for an answer that has not begun. */
function ownNameFor(wait: Wait, own: OwnLimits): 'responseMs' | 'totalMs' | null {
  const names = ['responseMs', 'totalMs'] as const
  const wanted = wait.for === 'total' ? names.toReversed() : names
  return wanted.find((name) => own[name] !== undefined) ?? null
}

/** Once the answer has begun, a pause in it counts. */
function pauses(front: Front, own: OwnLimits, wait: Wait): TimeoutFinding[] {
  const { idleMs } = own
  if (wait.for !== 'idle' || (idleMs !== undefined && idleMs < wait.ms)) return []
  return [
    {
      rule: idleMs === undefined ? 'pauses-unlimited' : 'request-limit-above-front',
      level: idleMs === undefined ? 'notice' : 'fault',
      setting: 'requestTimeout idleMs',
      valueMs: idleMs ?? null,
      ...comparedWith(wait),
      effect:
        `An answer that pauses for ${shown(wait.ms)} is cut by ${front.name}: the client has half ` +
        'of it, and your log a client that hung up',
      fix: mount(wait),
    },
  ]
}

function wholeAnswers(front: Front, own: OwnLimits, wait: Wait): TimeoutFinding[] {
  if (wait.for !== 'total' || own.totalMs !== undefined) return []
  return [
    {
      rule: 'answers-unlimited',
      level: 'notice',
      setting: 'requestTimeout totalMs',
      valueMs: null,
      ...comparedWith(wait),
      effect:
        `An answer that is still being sent after ${shown(wait.ms)} is cut by ${front.name}, ` +
        'however busy it is',
      fix: mount(wait),
    },
  ]
}

function leftAlone(front: Front, wait: Wait): string {
  const seen = front.passThrough
    ? 'the client waits on a dead connection'
    : `the client gets a ${String(front.timeoutStatus)}`
  return (
    `${front.name} gives up after ${shown(wait.ms)}: ${seen}, your handler works on for nobody, ` +
    'and your log has a client that hung up (499)'
  )
}

function unlimited(): TimeoutFinding {
  return {
    rule: 'no-request-limit',
    level: 'notice',
    setting: 'requestTimeout',
    valueMs: null,
    ...comparedWith(given('nothing in front', 0)),
    againstMs: null,
    effect: 'A handler that never answers keeps its connection until the client gives up',
    fix: 'app.use(requestTimeout(29_000))',
  }
}

/** The line to mount; `totalMs` where the whole answer counts. */
function mount(wait: Wait, graceMs = 0): string {
  const ms = literal(Math.max(below(wait.ms) - graceMs, 1))
  const grace = graceMs === 0 ? '' : `, graceMs: ${literal(graceMs)}`
  if (wait.for === 'total') {
    return `app.use(requestTimeout({ responseMs: ${ms}, idleMs: ${ms}, totalMs: ${ms}${grace} }))`
  }
  if (grace === '') return `app.use(requestTimeout(${ms}))`
  return `app.use(requestTimeout({ responseMs: ${ms}, idleMs: ${ms}${grace} }))`
}
