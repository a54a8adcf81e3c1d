import { audit } from './audit/index.js'
import type { Command } from './command.js'
import { diagnose } from './diagnose/index.js'
import { doctor } from './doctor/index.js'

/** The subcommands, in the order of the help. */
export const commands: readonly Command[] = [audit, diagnose, doctor]
