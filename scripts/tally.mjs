// Prints the sum of the jest runs that scripts/tally-reporter.mjs wrote down.
import { readFileSync } from 'node:fs'

const sum = { passed: 0, failed: 0, skipped: 0 }
for (const line of readFileSync(process.argv[2], 'utf8').split('\n')) {
  if (line === '') continue
  const counts = JSON.parse(line)
  for (const kind of Object.keys(sum)) sum[kind] += counts[kind]
}
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`)
