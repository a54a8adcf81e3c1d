import { readFileSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkOptions } from '../../errors/index.js'
import type { AuditedServer, AuditTimeoutsOptions } from '../../server/index.js'
import { InputError } from '../command.js'

/** What a configuration states. */
export interface AuditConfig extends AuditTimeoutsOptions {
  /** The limits given to `createServer`, or a server. */
  readonly server?: AuditedServer
}

/** Reads a configuration: JSON as it is, a module by its default export or its `module.exports`. */
export async function readConfig(file: string): Promise<AuditConfig> {
  const isModule = ['.js', '.mjs', '.cjs'].includes(extname(file))
  const config: unknown = isModule ? await load(file) : parsed(file)
  checkOptions(file, config, [
    'server',
    'behind',
    'requestTimeoutMs',
    'upstreamTimeoutsMs',
    'clientTimeoutMs',
    'longestUploadMs',
  ])
  return config as AuditConfig
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${messageOf(error)}`)
  }
}

async function load(file: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(resolve(file)).href)) as { default?: unknown }
    return await module.default
  } catch (error) {
    throw new InputError(`${file} cannot be loaded: ${messageOf(error)}`)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
