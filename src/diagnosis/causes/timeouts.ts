import type { DiagnosisCause, LimitCandidate } from '../../types/index.js'
import { candidatesFor } from '../limits/candidates.js'
import { byClock, type Clocked } from '../limits/clocks.js'
import { limitOf } from '../limits/estimate.js'
import { explainedByAnswers } from '../limits/explained.js'
import { membersOf, valueOf } from '../limits/members.js'
import { findPile, type Basis, type FoundPile, type Hole } from '../limits/piles.js'
import { sightingOf } from '../limits/sighting.js'
import { tally, weightOf, wholeOf, type Cases, type Claims, type Scene } from '../cases.js'
import { draft, type Draft } from './draft.js'
import { addressesTell, isAutomatic } from './visitors.js'
import { confidenceOf, count, inCode, inWords, listed, percent, roundedDown } from './words.js'

const MAX_ROUNDS = 30
const LEAST = 5
/** A found limit's stragglers are not looked at again. */
const GUARD = 0.01

/** Limits that pass, found by where ages and idle gaps pile up. */
export function timeouts(scene: Scene): Draft[] {
  const { cases, summary, falsePositiveRate, minShare } = scene
  const known = cases.open(({ age, outcome }) => age !== null && outcome === 'client-disconnected')
  const clocked = byClock(cases, known)
  const settled = { age: new Set<number>(), idle: new Set<number>() }
  const holes: Record<Basis, Hole[]> = { age: [], idle: [] }
  const drafts: Draft[] = []
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const isOpen = (index: number, basis: Basis): boolean =>
      !settled[basis].has(index) && !cases.isEcho(index)
    const pile = findPile(cases, clocked, isOpen, holes, falsePositiveRate)
    if (pile === null) break
    const hole = holeOf(pile)
    const near = indicesOf(clocked, pile).filter((index) => !settled[pile.basis].has(index))
    const own = wholeOf(cases, pile.inside)
    const answers = explainedByAnswers(cases, own, pile, summary)
    if (weightOf(answers) > weightOf(own) / 2) {
      // What is left of the pile without these routes has to be one by itself.
      const routes = new Set([...answers.keys()].map((index) => cases.at(index).route))
      const theirs = near.filter((index) => routes.has(cases.at(index).route))
      settle(cases, theirs, pile.basis, hole, answers, settled)
      continue
    }
    const claims = membersOf(cases, near, pile)
    for (const index of explainedByAnswers(cases, claims, pile, summary).keys()) {
      claims.delete(index)
    }
    settle(cases, known, pile.basis, hole, claims, settled)
    holes[pile.basis].push(hole)
    if (weightOf(claims) < Math.max(LEAST, cases.size * minShare)) continue
    cases.claim(claims)
    drafts.push(limitDraft(scene, pile, claims))
  }
  return drafts
}

function indicesOf(clocked: readonly Clocked[], { clockMs }: FoundPile): readonly number[] {
  return clocked.find((each) => each.clockMs === clockMs)?.indices ?? []
}

function holeOf({ from, to, clockMs }: FoundPile): Hole {
  const guard = Math.max(to * GUARD, clockMs, 20)
  return { from: from - guard, to: to + guard }
}

/** What belongs to the pile, and what else is at its place, is not looked at again. */
function settle(
  cases: Cases,
  known: readonly number[],
  basis: Basis,
  { from, to }: Hole,
  claims: Claims,
  settled: Readonly<Record<Basis, Set<number>>>,
): void {
  for (const index of known) {
    const value = valueOf(cases, index, basis)
    if (value >= from && value <= to) settled[basis].add(index)
  }
  for (const index of claims.keys()) {
    settled.age.add(index)
    settled.idle.add(index)
  }
}

function limitDraft(scene: Scene, pile: FoundPile, claims: Claims): Draft {
  const { cases } = scene
  const limitMs = Math.round(limitOf(pile, middleOf(cases, claims, pile.basis)))
  const sighting = sightingOf(cases, claims, {
    limitMs,
    clockMs: pile.clockMs,
    basis: pile.basis,
    ofLogger: false,
  })
  const basis = sighting.basisOpen ? 'age' : pile.basis
  const candidates = candidatesFor(sighting)
  const cause = causeOf(scene, claims)
  const agents = tally(cases, claims, ({ agent }) => agent)
  const who = cause === 'client-bug' ? whoOf(scene, claims) : ''
  return draft({
    cause,
    claims,
    limitMs,
    basis,
    candidates,
    evidence: evidenceOf(scene, pile, claims, basis, who),
    remedy:
      cause === 'client-bug'
        ? clientRemedy(who, limitMs, candidates)
        : limitRemedy(limitMs, basis, candidates, agents[0]?.[0] ?? ''),
    confidence: confidenceOf(pile.logChance),
  })
}

function middleOf(cases: Cases, claims: Claims, basis: Basis): number {
  const values = [...claims.keys()].map((index) => valueOf(cases, index, basis))
  values.sort((a, b) => a - b)
  return values[values.length >> 1] ?? NaN
}

/** One client, or programs that call by themselves, are theirs to mend. */
function causeOf(scene: Scene, claims: Claims): DiagnosisCause {
  const { cases } = scene
  const total = weightOf(claims)
  const automatic = tally(cases, claims, ({ agent }) => agent)
    .filter(([agent]) => isAutomatic(agent))
    .reduce((sum, [, weight]) => sum + weight, 0)
  if (automatic >= total * 0.8) return 'client-bug'
  const [[, most] = ['', 0]] = tally(cases, claims, ({ address }) => address)
  return most >= total * 0.7 && addressesTell(scene) ? 'client-bug' : 'timeout'
}

function whoOf({ cases }: Scene, claims: Claims): string {
  const total = weightOf(claims)
  const [[agent, weight] = ['', 0]] = tally(cases, claims, (each) => each.agent)
  const [[address, most] = ['', 0]] = tally(cases, claims, (each) => each.address)
  if (weight >= total * 0.8) return most >= total * 0.7 ? `${agent} at ${address}` : agent
  return address
}

function evidenceOf(
  { cases, summary }: Scene,
  pile: FoundPile,
  claims: Claims,
  basis: Basis,
  who: string,
): string {
  const [from, to] = [inWords(pile.from), inWords(pile.to)]
  const range = from === to ? `of ${from}` : `from ${from} to ${to}`
  const routes = tally(cases, claims, ({ route }) => route).map(([route]) => route)
  const where = routes.length > 3 || routes.length === 0 ? '' : ` on ${listed(routes)}`
  // Of a long stream a part was looked at.
  const scale = summary.disconnects / cases.size
  const expected = pile.expected * scale
  return (
    `${percent(weightOf(claims) / cases.size)} of the disconnects have ` +
    `${basis === 'age' ? 'an age' : 'an idle gap'} ${range}${where}${who === '' ? '' : `, by ${who}`}: ` +
    `${count(pile.count * scale, 'disconnect')} there, where the ages around would give ` +
    `${expected < 10 ? expected.toFixed(1) : Math.round(expected).toLocaleString('en-US')}.`
  )
}

function limitRemedy(
  limitMs: number,
  basis: Basis,
  candidates: readonly LimitCandidate[],
  agent: string,
): string {
  const [likeliest] = candidates
  const ours =
    basis === 'age'
      ? `requestTimeout(${inCode(roundedDown(limitMs * 0.95))})`
      : `requestTimeout({ idleMs: ${inCode(roundedDown(limitMs * 0.95))} })`
  const raise =
    likeliest === undefined
      ? `No known default is ${inWords(limitMs)}: look for a setting of this value in what stands ` +
        `in front of the server${agent === '' ? '' : ` and in its clients (${agent})`}, and raise it to ` +
        `${inWords(limitMs * 2)} if the answers are worth the wait`
      : `If ${likeliest.component} is in use, raise its ${likeliest.setting} to ` +
        `${inWords(limitMs * 2)}, or ${basis === 'age' ? 'answer' : 'send something'} within ` +
        inWords(limitMs)
  return `${raise}; until then ${ours} ends the work before the client is cut off.`
}

function clientRemedy(who: string, limitMs: number, candidates: readonly LimitCandidate[]): string {
  const [likeliest] = candidates
  const setting =
    likeliest === undefined ? 'time limit' : `${likeliest.setting} (${likeliest.component})`
  return (
    `Raise the ${setting} of ${who === '' ? 'this client' : who} to ${inWords(limitMs * 3)}, or ` +
    `answer it within ${inWords(limitMs)}, for instance by a route that does less.`
  )
}
