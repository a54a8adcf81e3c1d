// Adds the counts of a jest run to the file named by HANGUP_TALLY; scripts/tally.mjs sums them up.
import { appendFileSync } from 'node:fs'

export default class TallyReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.HANGUP_TALLY
    if (file === undefined || file === '') return
    const counts = {
      passed: results.numPassedTests,
      // A file that cannot even be loaded has no tests to fail.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    }
    appendFileSync(file, JSON.stringify(counts) + '\n')
  }
}
