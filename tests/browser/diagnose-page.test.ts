import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { htmlReport } from '../../src/cli/diagnose/html/page.js'
import { newProgress, readLogs } from '../../src/cli/diagnose/reading/read-logs.js'
import { nginxLog } from '../harness/made-log.js'
import { tempFolder } from '../package/temp-folder.js'

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
)
const inBrowser = chromium === undefined ? describe.skip : describe

const quiet = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

inBrowser('the page of hangup diagnose', () => {
  const folder = tempFolder()
  const page = join(folder, 'page.html')

  beforeAll(async () => {
    const evil = nginxLog(3_000).replaceAll(
      '/orders/',
      '/</script><script>document.title=1</script>/',
    )
    writeFileSync(join(folder, 'access.log'), evil)
    const { report, logs } = await readLogs([join(folder, 'access.log')], {
      progress: newProgress(),
    })
    writeFileSync(page, htmlReport(report, logs, []))
  })

  function titleOf(html: string, ...args: string[]): string | undefined {
    const file = join(folder, 'changed.html')
    writeFileSync(file, html)
    return /<title>(.*?)<\/title>/.exec(browse(file, '--dump-dom', ...args))?.[1]
  }

  function browse(file: string, ...args: string[]): string {
    const { stdout, status } = spawnSync(
      chromium!,
      [...quiet, `--user-data-dir=${join(folder, 'profile')}`, ...args, `file://${file}`],
      { encoding: 'utf8', timeout: 60_000 },
    )
    expect(status).toBe(0)
    return stdout
  }

  it('draws its charts, with what each says and its numbers as a table beside', () => {
    const dom = browse(page, '--dump-dom')
    expect(dom).toMatch(/<html lang="en" data-drawn="[23]">/)
    expect(dom).toContain('<title>Why clients hang up</title>')
    expect(dom.match(/<canvas/g)?.length).toBeGreaterThanOrEqual(2)
    expect(dom).toMatch(
      /role="img" aria-label="Histogram of the ages of disconnects. Limits found: 15 s."/,
    )
    expect(dom.match(/<caption>/g)?.length).toBeGreaterThanOrEqual(4)
    expect(dom).not.toContain('<script>document.title')
  })

  it('asks nobody for anything', () => {
    const html = readFileSync(page, 'utf8')
    expect(html).toContain(`content="default-src 'none'; `)
    expect(html).not.toMatch(/\s(src|href)="(?!data:)/)
    // What the page loads, and what its policy kept it from.
    const watch = `<script>const asked = []
      document.addEventListener('securitypolicyviolation', (event) => asked.push(event.blockedURI))
      addEventListener('load', () => {
        asked.push(...performance.getEntriesByType('resource').map(({ name }) => name))
        document.title = JSON.stringify(asked)
      })</script>`
    expect(titleOf(html.replace('<title>', `${watch}<title>`))).toBe('[]')
    // The watch sees what there is to see.
    const asks = `${watch}<img src="http://127.0.0.1:9/x.png"><title>`
    expect(titleOf(html.replace('<title>', asks))).toContain('127.0.0.1:9')
  })

  it('fits a phone: nothing is wider than the window', () => {
    const html = readFileSync(page, 'utf8')
    const tell =
      '<script>document.title=String(document.documentElement.scrollWidth<=innerWidth)</script></body>'
    expect(titleOf(html.replace('</body>', tell), '--window-size=500,900')).toBe('true')
  })

  it('is light or dark as the reader has it', () => {
    const html = readFileSync(page, 'utf8')
    expect(html).toContain('@media (prefers-color-scheme: dark)')
    const light = screenshot('light', 1)
    const dark = screenshot('dark', 0)
    expect(light.equals(dark)).toBe(false)
  })

  /** `scheme`: 0 is dark, 1 is light, as Chromium counts them. */
  function screenshot(name: string, scheme: number): Buffer {
    const file = join(folder, `${name}.png`)
    browse(
      page,
      `--blink-settings=preferredColorScheme=${String(scheme)}`,
      '--window-size=800,1200',
      `--screenshot=${file}`,
    )
    return readFileSync(file)
  }
})
