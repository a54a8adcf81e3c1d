import { readFileSync } from 'node:fs'

/** What a process needs beside its connections. */
const SPARE = 200

/**
 * How many connections one process may hold. Node raises its own limit as far as it may, so that
 * the hard limit counts; where the system does not tell, the usual one of 1,024 is assumed.
 */
export function connectionLimit(): number {
  try {
    const line = /^Max open files\s+\d+\s+(\d+|unlimited)/m.exec(
      readFileSync('/proc/self/limits', 'utf8'),
    )
    if (line?.[1] === 'unlimited') return Infinity
    return Number(line?.[1] ?? 1024) - SPARE
  } catch {
    return 1024 - SPARE
  }
}
