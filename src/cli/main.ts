#!/usr/bin/env node
import { guardStdio } from '../server/index.js'
import { run } from './run.js'
import { terminal } from './terminal.js'

guardStdio({ onBrokenPipe: 'exit' })
void run(process.argv.slice(2), terminal()).then((code) => {
  process.exitCode = code
})
