import { parseArgs } from 'node:util'
import { writeResults } from '../results.js'
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
  const watchdog = setTimeout(
    () => {
      console.error('the soak hangs')
      process.exit(1)
    },
    options.seconds * 1000 + PATIENCE_MS,
  )
  const result = await run(options)
  clearTimeout(watchdog)
  print(result)
  if (values.json !== undefined) {
    const command = `npm run soak -- --seconds ${options.seconds} --seed ${options.seed}`
    writeResults(values.json, command, { soak: result })
  }
  if (!result.checks.every(({ ok }) => ok)) process.exitCode = 1
}

/** Beyond the load, for processes to start and to come to rest. */
const PATIENCE_MS = 120_000

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
