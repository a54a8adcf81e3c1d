/**
 * The database's command-line client, a process of its own. In every third order it closes its
 * stdin after BEGIN, as a client does that is shutting down, and notes that in the journal.
 */
import { appendFileSync, closeSync } from 'node:fs'
import { createInterface } from 'node:readline'

const journal = process.env['DEMO_JOURNAL']

createInterface(process.stdin).on('line', (line) => {
  const [statement, number, requestId] = line.split(' ')
  if (statement === 'BEGIN' && Number(number) % 3 === 0) {
    process.stdin.pause()
    if (journal) appendFileSync(journal, `${String(requestId)}\n`)
    closeSync(0)
  }
  console.log('ok')
})
