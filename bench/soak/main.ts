import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { print } from './print.js'
import { run } from './soak.js'

/** `npm run soak`: ends with status 1 where a check fails. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '2' },
      seconds: { type: 'string' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      clients: { type: 'string', default: '500' },
      json: { type: 'string' },
    },
  })
  const options = {
    seconds: Number(values.seconds ?? Number(values.minutes) * 60),
    seed: Number(values.seed),
    clients: Number(values.clients),
  }
  if (!Object.values(options).every((value) => Number.isFinite(value) && value >= 0)) {
    throw new Error(`not a number: ${JSON.stringify(values)}`)
  }
  console.log(`${options.clients} clients for ${options.seconds} s, --seed ${options.seed}\n`)
  const result = await run(options)
  print(result)
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(result, null, 2))
  if (!result.checks.every(({ ok }) => ok)) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
