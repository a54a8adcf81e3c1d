import { showProgress } from '../../../src/cli/diagnose/progress.js'
import { newProgress } from '../../../src/cli/diagnose/reading/read-logs.js'

/** A terminal that hands out what is written to it, one text after another. */
function terminal(isTTY: boolean) {
  const written: string[] = []
  let told: (text: string) => void = () => undefined
  return {
    isTTY,
    written,
    next: () => new Promise<string>((resolve) => (told = resolve)),
    write(text: string) {
      written.push(text)
      told(text)
      return true
    },
  }
}

describe('the progress bar', () => {
  it('tells how much of all has been read, and is taken away', async () => {
    const progress = newProgress()
    progress.total = 200_000_000
    Atomics.store(progress.counter, 0, 50_000_000n)
    const stderr = terminal(true)
    const hide = showProgress(progress, stderr)
    expect(await stderr.next()).toBe(
      `\r${'█'.repeat(8)}${'░'.repeat(22)}  25 % of 200.0 MB\u001b[K`,
    )
    hide()
    expect(stderr.written.at(-1)).toBe('\r\u001b[K')
  })

  it('tells what has been read where nobody knows of how much', async () => {
    const progress = newProgress()
    Atomics.store(progress.counter, 0, 1_500_000n)
    const stderr = terminal(true)
    const hide = showProgress(progress, stderr)
    expect(await stderr.next()).toContain('1.5 MB read')
    hide()
  })

  it('is not shown where nobody looks', () => {
    const stderr = terminal(false)
    showProgress(newProgress(), stderr)()
    expect(stderr.written).toEqual([])
  })
})
