// How well diagnosis tells causes apart, on simulated traces whose causes are known.
import { parseArgs } from 'node:util'
import { diagnose } from '../../src/diagnosis/index.js'
import { judge, Scores, type Verdict } from '../../tests/diagnosis/simulator/judge.js'
import { simulate, type Trace } from '../../tests/diagnosis/simulator/simulate.js'
import { seedsOf } from '../../tests/diagnosis/simulator/seeds.js'

function main(): void {
  const { values } = parseArgs({
    options: {
      // Traces with causes, and traces without any limit.
      traces: { type: 'string', default: '400' },
      limitless: { type: 'string', default: '1000' },
      least: { type: 'string', default: '300' },
      most: { type: 'string', default: '100000' },
      // Seeds to tune with, kept apart from those that judge.
      tuning: { type: 'boolean', default: false },
      // Skips the first traces, so that a long run can be cut into several.
      skip: { type: 'string', default: '0' },
      misses: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const sizes = { least: Number(values.least), most: Number(values.most) }
  const scores = new Scores()
  const limitless = new Scores()
  const run = (count: number, withoutLimits: boolean, into: Scores): void => {
    const seeds = seedsOf(values.tuning ? 'tuning' : 'judging', withoutLimits)
    for (let index = Number(values.skip); index < Number(values.skip) + count; index++) {
      const trace = simulate({ ...sizes, seed: seeds + index, withoutLimits })
      const verdict = judge(trace, diagnose(trace.records))
      into.add(verdict)
      if (values.misses) show(trace, verdict)
    }
  }
  run(Number(values.traces), false, scores)
  run(Number(values.limitless), true, limitless)
  if (values.json) console.log(JSON.stringify(figuresOf(scores, limitless), null, 2))
  else print(scores, limitless)
}

function show({ seed, world, disconnects, truths }: Trace, { missed, wrong }: Verdict): void {
  if (missed.length === 0 && wrong.length === 0) return
  const { writer, clockMs, spanMs } = world
  console.log(
    `\nseed ${seed}: ${disconnects} by ${writer}, clock ${clockMs}, ${Math.round(spanMs / 3.6e6)} h`,
  )
  for (const truth of truths) {
    console.log(
      `  ${missed.includes(truth) ? 'MISS' : '    '} ${truth.share.toFixed(3)} ${truth.note}`,
    )
  }
  for (const each of wrong) {
    console.log(`  WRONG ${each.share} ${each.cause} ${String(each.limitMs)} ${each.evidence}`)
  }
}

function figuresOf(scores: Scores, limitless: Scores): object {
  return {
    traces: scores.traces,
    causes: Object.fromEntries(
      [...scores.causes].map(([cause, { hit, missed, wrong }]) => [
        cause,
        { hit, missed, wrong, precision: hit / (hit + wrong), recall: hit / (hit + missed) },
      ]),
    ),
    limits: {
      found: scores.errors.length,
      within: scores.errors.filter((each) => each <= 1).length,
    },
    componentAmongFirstThree: { told: scores.named(true), notTold: scores.named(false) },
    limitless: { traces: limitless.traces, falseLimits: limitless.falseLimits },
  }
}

function print(scores: Scores, limitless: Scores): void {
  const all = { hit: 0, missed: 0, wrong: 0 }
  console.log(`${scores.traces} traces with causes\n`)
  for (const [cause, { hit, missed, wrong }] of scores.causes) {
    row(cause, hit, missed, wrong)
    all.hit += hit
    all.missed += missed
    all.wrong += wrong
  }
  row('all', all.hit, all.missed, all.wrong)
  const errors = [...scores.errors].sort((a, b) => a - b)
  const within = errors.filter((each) => each <= 1).length
  console.log(
    `\nlimits found ${errors.length}, within 1 % or 0.1 s ${within}, the median error ` +
      `${(100 * (errors[errors.length >> 1] ?? 0)).toFixed(1)} % of that`,
  )
  for (const told of [true, false]) {
    const count = scores.places.filter((each) => each.told === told).length
    console.log(
      `component among the first three where ${told ? 'something' : 'nothing'} tells: ` +
        `${(scores.named(told) * 100).toFixed(1)} % of ${count}`,
    )
  }
  console.log(
    `\n${limitless.traces} traces without any limit: ${limitless.falseLimits} with a timeout finding`,
  )
}

function row(cause: string, hit: number, missed: number, wrong: number): void {
  const part = (value: number): string => (Number.isNaN(value) ? '-' : value.toFixed(3))
  console.log(
    `  ${cause.padEnd(14)} precision ${part(hit / (hit + wrong))}  recall ${part(hit / (hit + missed))}` +
      `  (${hit} found, ${missed} missed, ${wrong} wrong)`,
  )
}

main()
