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
    const { state, logs } = await readLogs([join(folder, 'access.log')], {
      progress: newProgress(),
    })
    writeFileSync(page, htmlReport(state.report(), logs, []))
  })

  function browse(...args: string[]): string {
    const { stdout, status } = spawnSync(
      chromium!,
      [...quiet, `--user-data-dir=${join(folder, 'profile')}`, ...args, `file://${page}`],
      { encoding: 'utf8', timeout: 60_000 },
    )
    expect(status).toBe(0)
    return stdout
  }

  it('draws its charts, with what each says and its numbers as a table beside', () => {
    const dom = browse('--dump-dom')
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
    const net = join(folder, 'net.json')
    browse('--dump-dom', `--log-net-log=${net}`)
    // Every request of the page or for it stands in the log with its address.
    const urls = [...readFileSync(net, 'utf8').matchAll(/"url":\s*"([^"]+)"/g)].map(
      ([, url]) => url,
    )
    expect(urls.filter((url) => /^(https?|wss?):/.test(url ?? ''))).toEqual([])
    const html = readFileSync(page, 'utf8')
    expect(html).toContain(`content="default-src 'none'; `)
    expect(html).not.toMatch(/\s(src|href)="(?!data:)/)
  })

  it('fits a phone: nothing is wider than the window', () => {
    const narrow = join(folder, 'narrow.html')
    const told =
      '<script>document.title=String(document.documentElement.scrollWidth<=innerWidth)</script></body>'
    writeFileSync(narrow, readFileSync(page, 'utf8').replace('</body>', told))
    const { stdout } = spawnSync(
      chromium!,
      [
        ...quiet,
        `--user-data-dir=${join(folder, 'profile')}`,
        '--window-size=500,900',
        '--dump-dom',
        `file://${narrow}`,
      ],
      { encoding: 'utf8', timeout: 60_000 },
    )
    expect(stdout).toContain('<title>true</title>')
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
      `--blink-settings=preferredColorScheme=${String(scheme)}`,
      '--window-size=800,1200',
      `--screenshot=${file}`,
    )
    return readFileSync(file)
  }
})
