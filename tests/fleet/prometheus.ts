import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fleetFolder } from './program.js'

/** An element of an answer: one series. */
export interface Found {
  readonly metric: Readonly<Record<string, string>>
  readonly value: readonly [at: number, value: string]
}

export interface Rule {
  readonly name: string
  readonly query: string
  readonly type: 'recording' | 'alerting'
  readonly health: string
  readonly lastError?: string
}

/** A real Prometheus, with the rules of the documentation, that scrapes one application. */
export class Prometheus {
  #said = ''

  private constructor(
    private readonly port: number,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    child.stderr?.on('data', (chunk: Buffer) => (this.#said += chunk.toString()))
  }

  static async start(appPort: number): Promise<Prometheus> {
    // It takes no socket that listens already, so that somebody else may get the port in between.
    for (let attempt = 1; ; attempt++) {
      const prometheus = await Prometheus.#spawn(appPort)
      if (await prometheus.#isReady()) return prometheus
      await prometheus.stop()
      if (attempt === 3) throw new Error(`Prometheus does not start:\n${prometheus.#said}`)
    }
  }

  static async #spawn(appPort: number): Promise<Prometheus> {
    const folder = mkdtempSync(join(tmpdir(), 'express-hangup-prometheus-'))
    for (const name of ['rules.yml', 'alerts.yml']) {
      copyFileSync(join(fleetFolder, 'prometheus', name), join(folder, name))
    }
    writeFileSync(join(folder, 'prometheus.yml'), configFor(appPort))
    const port = await freePort()
    const child = spawn('prometheus', [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ])
    return new Prometheus(port, child, folder)
  }

  /** What a query gives at this moment. */
  async query(query: string): Promise<readonly Found[]> {
    const { data } = (await this.#api('query', { query })) as {
      data: { resultType: string; result: Found[] }
    }
    if (data.resultType !== 'vector') throw new Error(`${query} gives a ${data.resultType}`)
    return data.result
  }

  /** Asks again until the answer satisfies, and gives the last one either way. */
  async until(
    query: string,
    enough: (found: readonly Found[]) => boolean,
    limitMs: number,
  ): Promise<readonly Found[]> {
    const end = performance.now() + limitMs
    for (;;) {
      const found = await this.query(query)
      if (enough(found) || performance.now() > end) return found
      await pause(POLL_MS)
    }
  }

  async labelValues(label: string, selector: string): Promise<readonly string[]> {
    const { data } = (await this.#api(`label/${label}/values`, { 'match[]': selector })) as {
      data: string[]
    }
    return data
  }

  async rules(): Promise<readonly Rule[]> {
    const { data } = (await this.#api('rules', {})) as { data: { groups: { rules: Rule[] }[] } }
    return data.groups.flatMap(({ rules }) => rules)
  }

  /** Resolves when each rule was looked at, or in the end. */
  async evaluated(limitMs: number): Promise<void> {
    const end = performance.now() + limitMs
    const pending = ({ health }: Rule): boolean => health === 'unknown'
    while ((await this.rules()).some(pending) && performance.now() < end) await pause(POLL_MS)
  }

  async stop(): Promise<void> {
    const gone = this.child.exitCode !== null || this.child.signalCode !== null
    const closed = gone ? undefined : once(this.child, 'close')
    this.child.kill('SIGTERM')
    await closed
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #api(path: string, parameters: Readonly<Record<string, string>>): Promise<unknown> {
    const body = new URLSearchParams(parameters)
    const url = `http://127.0.0.1:${this.port}/api/v1/${path}`
    const isQuery = path === 'query'
    const answer = isQuery
      ? await fetch(url, { method: 'POST', body })
      : await fetch(`${url}?${body.toString()}`)
    const said = (await answer.json()) as { status: string; error?: string }
    if (said.status !== 'success')
      throw new Error(`${path} ${body.toString()}: ${said.error ?? ''}`)
    return said
  }

  async #isReady(): Promise<boolean> {
    const end = performance.now() + 30_000
    while (this.child.exitCode === null && performance.now() < end) {
      try {
        if ((await fetch(`http://127.0.0.1:${this.port}/-/ready`)).ok) return true
      } catch {
        // it does not listen yet
      }
      await pause(POLL_MS)
    }
    return false
  }
}

/** Nothing tells when another process has scraped or is ready: it is asked. */
const POLL_MS = 250

function configFor(appPort: number): string {
  return [
    'global:',
    '  scrape_interval: 500ms',
    '  scrape_timeout: 500ms',
    '  evaluation_interval: 500ms',
    'rule_files: [rules.yml, alerts.yml]',
    'scrape_configs:',
    '  - job_name: shop',
    '    static_configs:',
    `      - targets: ['127.0.0.1:${appPort}']`,
    '',
  ].join('\n')
}

async function freePort(): Promise<number> {
  const server = net.createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
