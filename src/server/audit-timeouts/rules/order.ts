import { comparedWith, given, type TimeoutFinding } from '../finding.js'
import type { Front, Wait } from '../front.js'
import type { Setup } from '../setup.js'
import { above, literal, shown } from '../time.js'

/** Each one waits longer than the one behind it. */
export function order(setup: Setup): TimeoutFinding[] {
  return [...clients(setup), ...frontsInOrder(setup)]
}

function clients({ clientMs, own, fronts }: Setup): TimeoutFinding[] {
  if (clientMs === null) return []
  const ours = own?.responseMs ?? own?.totalMs
  const answers = [
    ...(ours === undefined ? [] : [given('requestTimeout', ours)]),
    ...fronts.flatMap((front) => firstWait(front) ?? []),
  ]
  const later = answers.filter(({ ms }) => ms >= clientMs)
  const [soonest] = later.toSorted((a, b) => a.ms - b.ms)
  if (soonest === undefined) return []
  const answeredBefore = ours !== undefined && ours < clientMs
  return [
    {
      rule: 'client-first',
      level: answeredBefore ? 'notice' : 'fault',
      setting: 'the limit of the client',
      valueMs: clientMs,
      ...comparedWith(soonest),
      effect: answeredBefore
        ? `Where requestTimeout does not answer, as in a stalled answer, the client gives up before ` +
          `${soonest.label} passes`
        : `The client gives up after ${shown(clientMs)} without having been answered, and your log ` +
          'has a client that hung up (499) where it should have a 503',
      fix: `fetch(url, { signal: AbortSignal.timeout(${literal(above(soonest.ms))}) })`,
    },
  ]
}

function frontsInOrder({ fronts }: Setup): TimeoutFinding[] {
  return fronts.flatMap((outer, index): TimeoutFinding[] => {
    const inner = fronts[index + 1]
    const [theirs, ours] = [firstWait(outer), inner && firstWait(inner)]
    if (inner === undefined || theirs === null || ours == null || theirs.ms > ours.ms) return []
    return [
      {
        rule: 'fronts-out-of-order',
        level: 'notice',
        setting: theirs.label,
        valueMs: theirs.ms,
        ...comparedWith(ours),
        effect:
          `${outer.name} gives up no later than ${inner.name} behind it: its ` +
          `${String(outer.timeoutStatus)} says nothing of who was slow, and ${inner.name} logs a ` +
          'client that hung up',
        fix: `${theirs.label}: above ${shown(ours.ms)}, or requestTimeout below ${shown(theirs.ms)}`,
      },
    ]
  })
}

/** What passes first where no answer begins. */
function firstWait({ waits }: Front): Wait | null {
  return waits.toSorted((a, b) => a.ms - b.ms)[0] ?? null
}
