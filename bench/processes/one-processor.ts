import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/**
 * Holds this process and what it starts from now on to the last processor, until the function it
 * gives is called. Client and server then take turns instead of waking one another across
 * processors, which costs more than what is measured and never the same. Without `taskset`, which
 * Linux has, nothing changes.
 */
export function holdToOneProcessor(): () => void {
  const last = availableParallelism() - 1
  if (last < 1 || !hold(String(last))) return () => undefined
  return () => void hold(`0-${last}`)
}

function hold(processors: string): boolean {
  const { status } = spawnSync('taskset', ['-a', '-c', '-p', processors, String(process.pid)])
  return status === 0
}
