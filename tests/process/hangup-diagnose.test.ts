import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as zlib from 'node:zlib'
import type { Diagnosis } from '../../src/diagnosis/index.js'
import { nginxLines, nginxLog } from '../harness/made-log.js'
import { samples } from '../harness/log-samples.js'
import { tempFolder } from '../package/temp-folder.js'
import { hangup } from './hangup.js'
import {
  cleanEnv,
  compilePrograms,
  programFile,
  removePrograms,
  type ProgramRun,
} from './run-program.js'

const { zstdCompressSync } = zlib as { zstdCompressSync?: (data: string) => Buffer }

describe('hangup diagnose', () => {
  const folder = tempFolder()
  const log = nginxLog(3_000)
  const write = (name: string, data: string | Buffer): string => {
    writeFileSync(join(folder, name), data)
    return name
  }
  const diagnose = (...args: string[]): Promise<ProgramRun> => hangup(['diagnose', ...args], folder)
  const diagnosisOf = ({ stdout }: ProgramRun): Diagnosis => JSON.parse(stdout) as Diagnosis

  beforeAll(compilePrograms)
  afterAll(removePrograms)
  beforeAll(() => {
    write('access.log', log)
    mkdirSync(join(folder, 'logs'))
  })

  function piped(data: string | Buffer, ...args: string[]): Promise<ProgramRun> {
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [programFile('hangup'), 'diagnose', ...args],
        { cwd: folder, env: cleanEnv(), timeout: 60_000 },
        (_error, stdout, stderr) =>
          resolve({ exitCode: child.exitCode, signal: child.signalCode, stdout, stderr }),
      )
      child.stdin?.end(data)
    })
  }

  describe('tells', () => {
    test('the limit, where, what to do; in plain text where nobody looks', async () => {
      const { exitCode, stdout, stderr } = await diagnose('access.log')
      expect([exitCode, stderr]).toEqual([0, ''])
      expect(stdout).toMatch(/^3,000 exchanges, 300 disconnects \(10 %\), 2026-11-23 00:00:00 – /)
      expect(stdout).toContain('access.log: nginx-timed, 3,000 lines\n')
      expect(stdout).toMatch(/^1 {2}timeout .* 15 s old/m)
      expect(stdout).toMatch(/^ {3}Do: /m)
      expect(stdout).toMatch(/█ ◀ timeout 15 s/)
      expect(stdout).toMatch(/^\/orders\/:id +300 +10 %/m)
      expect(stdout).toContain('Top clients')
      expect(stdout).not.toContain('\u001B')
    })

    test('the same as JSON', async () => {
      const run = await diagnose('--json', 'access.log')
      const diagnosis = diagnosisOf(run)
      expect(Object.keys(diagnosis)).toEqual(
        expect.arrayContaining([
          'exchanges',
          'disconnects',
          'from',
          'to',
          'findings',
          'unexplained',
        ]),
      )
      expect(diagnosis).toMatchObject({ exchanges: 3_000, disconnects: 300 })
      expect(diagnosis.findings[0]).toMatchObject({ cause: 'timeout', basis: 'age' })
      expect(Math.abs((diagnosis.findings[0]?.limitMs ?? 0) - 15_000)).toBeLessThan(150)
    })

    test('the same as a page, beside the text', async () => {
      const { exitCode, stdout } = await diagnose('--html', 'page.html', 'access.log')
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Findings')])
      const page = readFileSync(join(folder, 'page.html'), 'utf8')
      expect(page).toMatch(/^<!doctype html>/)
      expect(page).toContain('timeout at 15 s')
    })

    test('that ages are unknown, and what to add to log_format, of a combined log', async () => {
      const combined = log.replaceAll(/ rt=.*$/gm, '')
      const { exitCode, stdout } = await diagnose(write('combined.log', combined))
      expect(exitCode).toBe(0)
      expect(stdout.replaceAll('\n', ' ')).toContain('ages and limits cannot be told')
      expect(stdout).toContain('rt=$request_time')
    })
  })

  describe('reads', () => {
    test('standard input', async () => {
      expect(diagnosisOf(await piped(log, '--json', '-'))).toMatchObject({ disconnects: 300 })
    })

    test('what is packed, whatever it is called, from a file and from standard input', async () => {
      const gzip = zlib.gzipSync(log)
      const whole = diagnosisOf(await diagnose('--json', 'access.log'))
      expect(diagnosisOf(await diagnose('--json', write('access.log.gz', gzip)))).toEqual(whole)
      expect(diagnosisOf(await diagnose('--json', write('access.1', gzip)))).toEqual(whole)
      expect(diagnosisOf(await piped(gzip, '--json', '-'))).toEqual(whole)
    })

    test('zstd where this Node can, and says how where it cannot', async () => {
      const packed = zstdCompressSync?.(log) ?? Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0])
      const run = await diagnose('--json', write('access.log.zst', packed))
      if (zstdCompressSync === undefined) {
        expect([run.exitCode, run.stdout]).toEqual([1, ''])
        expect(run.stderr).toContain('zstdcat access.log.zst | hangup diagnose -')
      } else {
        expect(diagnosisOf(run)).toMatchObject({ disconnects: 300 })
      }
    })

    test('several files, in the order of their times', async () => {
      const lines = log.split('\n')
      write('access.log.1', lines.slice(0, 1_000).join('\n'))
      write('access.log.0', lines.slice(1_000).join('\n'))
      const { stdout } = await diagnose('access.log.0', 'access.log.1')
      expect(stdout).toMatch(/^3,000 exchanges, 300 disconnects/)
      expect(stdout).toMatch(/access\.log\.1: .*\naccess\.log\.0: /)
    })

    test('a byte order mark, and lines that end in a carriage return', async () => {
      const windows = `\uFEFF${log.replaceAll('\n', '\r\n')}`
      const { exitCode, stdout, stderr } = await diagnose(write('windows.log', windows))
      expect([exitCode, stderr]).toEqual([0, ''])
      expect(stdout).toContain('windows.log: nginx-timed, 3,000 lines\n')
    })

    test('lines of several formats in one file', async () => {
      const haproxy = samples
        .filter(({ format }) => format === 'haproxy-http')
        .map(({ line }) => line)
      const { exitCode, stdout } = await diagnose(write('mixed.log', log + haproxy.join('\n')))
      expect(exitCode).toBe(0)
      expect(stdout).toContain(`, ${String(haproxy.length)} as haproxy-http`)
    })

    test('times of other zones as the same moment', async () => {
      const east = log.replaceAll('23/Nov/2026:00', '23/Nov/2026:05').replaceAll('+0000', '+0500')
      const shifted = diagnosisOf(await diagnose('--json', write('east.log', east)))
      expect(shifted).toEqual(diagnosisOf(await diagnose('--json', 'access.log')))
    })

    test('a log as --log-format says', async () => {
      write('own.log', '1795405670.1 499 59.998 GET /slow\n1795405671.1 200 0.020 GET /slow\n')
      const format = '$msec $status $request_time $request_method $uri'
      const run = await diagnose('--json', '--log-format', format, 'own.log')
      expect(diagnosisOf(run)).toMatchObject({ exchanges: 2, disconnects: 1 })
    })

    test("departures that nginx' two logs tell of once", async () => {
      const errors = samples
        .filter(({ format }) => format === 'nginx-error')
        .map(({ line }) => line)
      write('error.log', errors.join('\n'))
      const both = await diagnose('--json', 'access.log', 'error.log')
      expect(diagnosisOf(both)).toMatchObject({ exchanges: 3_000, disconnects: 300 })
      expect(both.stderr).toContain('not counted twice')
      expect(diagnosisOf(await diagnose('--json', 'error.log')).disconnects).toBeGreaterThan(0)
    })

    test('a file of many megabytes in parts, with the same result', async () => {
      const long = nginxLog(260_000).replaceAll('10.0.', '10.0.0.')
      const broken = `${long}this is no line\n`
      const parts = await diagnose('--json', write('long.log', broken))
      const stream = await piped(broken, '--json', '-')
      expect(parts.exitCode).toBe(0)
      expect(parts.stderr).toBe('hangup: long.log:260001: not understood: this is no line\n')
      const [a, b] = [diagnosisOf(parts), diagnosisOf(stream)]
      expect([a.exchanges, a.disconnects, a.from, a.to]).toEqual([
        b.exchanges,
        b.disconnects,
        b.from,
        b.to,
      ])
      expect(a.findings.map(({ cause }) => cause)).toEqual(b.findings.map(({ cause }) => cause))
    }, 120_000)
  })

  describe('says what it could not read, and tells the rest', () => {
    const rest = expect.stringMatching(/^3,000 exchanges, 300 disconnects/) as string

    test.each([
      ['a file that is missing', 'gone.log', 'gone.log: no such file'],
      ['a folder', 'logs', 'logs: is a directory'],
      ['a binary file', 'binary.bin', 'binary.bin: is binary'],
      ['what is no log', 'prose.txt', 'prose.txt:1: is of no known format: Dear all'],
      ['xz', 'log.xz', 'xzcat log.xz | hangup diagnose -'],
      ['UTF-16', 'utf16.log', 'iconv -f UTF-16'],
    ])('%s', async (_, name, message) => {
      write('binary.bin', Buffer.from(Array.from({ length: 5_000 }, (__, at) => (at * 37) % 256)))
      write('prose.txt', 'Dear all,\nthis is a letter.\n')
      write('log.xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0]))
      write('utf16.log', Buffer.from('\uFEFFhello', 'utf16le'))
      const { exitCode, stdout, stderr } = await diagnose(name, 'access.log')
      expect([exitCode, stdout]).toEqual([1, rest])
      expect(stderr).toContain(
        `hangup: ${message}`.replace('hangup: iconv', 'iconv').replace('hangup: xzcat', 'xzcat'),
      )
      const alone = await diagnose(name)
      expect([alone.exitCode, alone.stdout]).toEqual([1, ''])
    })

    test('a packed file that ends in the middle: what comes before is told', async () => {
      const gzip = zlib.gzipSync(log)
      write('cut.gz', gzip.subarray(0, gzip.length - 400))
      const { exitCode, stdout, stderr } = await diagnose('cut.gz')
      expect([exitCode, stderr]).toEqual([
        1,
        expect.stringMatching(
          /^hangup: cut\.gz:\d+: the compressed data ends in the middle; what stands before was read$/m,
        ),
      ])
      expect(stdout).toMatch(/^[\d,]+ exchanges/)
    })

    test('an empty file', async () => {
      const { exitCode, stdout, stderr } = await diagnose(write('empty.log', ''), 'access.log')
      expect([exitCode, stdout, stderr]).toEqual([0, rest, 'hangup: empty.log: is empty\n'])
    })

    test('a line of 10 MB, with its number', async () => {
      const long = `${'x'.repeat(10 << 20)}\n`
      const { exitCode, stdout, stderr } = await diagnose(
        write('longline.log', log + long + nginxLines(3_000, 3_000).join('\n')),
      )
      expect([exitCode, stderr]).toEqual([
        0,
        'hangup: longline.log:3001: longer than 1 MiB, passed over\n',
      ])
      expect(stdout).toMatch(/^6,000 exchanges/)
    })

    test('the first lines that are not understood, with their numbers, and how many more', async () => {
      const lines = log.split('\n')
      for (const at of [10, 20, 30, 40, 50])
        lines.splice(at, 0, `what\u001b[31m is this ${String(at)}`)
      const { exitCode, stderr } = await diagnose(write('some.log', lines.join('\n')))
      expect(exitCode).toBe(0)
      expect(stderr).toBe(
        [
          'hangup: some.log:11: not understood: what·[31m is this 10',
          'hangup: some.log:21: not understood: what·[31m is this 20',
          'hangup: some.log:31: not understood: what·[31m is this 30',
          'hangup: some.log: 2 more lines were not understood',
          '',
        ].join('\n'),
      )
    })

    test('more than half: an error that says what the file looks like', async () => {
      const { exitCode, stdout, stderr } = await diagnose('--format', 'haproxy-http', 'access.log')
      expect([exitCode, stdout]).toEqual([1, ''])
      expect(stderr).toContain('3,000 of 3,000 lines are not HAProxy HTTP log (haproxy-http)')
      expect(stderr).toContain(
        'it looks like nginx access log, combined with rt= and its like: --format nginx-timed',
      )
    })

    test('a clock that goes backwards, and times in the future', async () => {
      const late = log.split('\n')
      const later = late.slice(0, 5).join('\n').replaceAll('2026', '2096')
      const { exitCode, stderr } = await diagnose(write('clock.log', `${later}\n${log}`))
      expect(exitCode).toBe(0)
      expect(stderr).toMatch(/clock\.log:1: the time is in the future \(5 times in all\)/)
      expect(stderr).toMatch(/clock\.log:6: the clock goes back by /)
    })
  })

  describe('is used wrongly', () => {
    test.each([
      [[], 'diagnose needs a FILE'],
      [['--formt', 'x', 'access.log'], "There is no option 'formt'; did you mean '--format'?"],
      [
        ['--format', 'nginx-timd', 'access.log'],
        "There is no format 'nginx-timd'; did you mean 'nginx-timed'?",
      ],
      [['--log-format', '$request_time', 'access.log'], 'it needs $status'],
      [['--format', 'caddy', '--log-format', '$status', 'access.log'], 'exclude each other'],
      [['access.log', 'access.log'], "'access.log' is given twice"],
    ])('%j: exits with 2', async (args, message) => {
      const { exitCode, stdout, stderr } = await diagnose(...args)
      expect([exitCode, stdout]).toEqual([2, ''])
      expect(stderr).toContain(message)
    })
  })

  test('a page that cannot be written is an error', async () => {
    const { exitCode, stderr } = await diagnose('--html', 'no/such/folder.html', 'access.log')
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('The page cannot be written')])
  })
})
