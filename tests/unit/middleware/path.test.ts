import type { IncomingMessage } from 'node:http'
import fc from 'fast-check'
import { pathOf } from '../../../src/middleware/path.js'
import { endScenes, openScene } from '../support/scene.js'

const of = (url: string, redact?: (path: string) => string) =>
  pathOf({ url } as IncomingMessage, redact)

afterEach(endScenes)

describe('pathOf', () => {
  it.each([
    ['/', '/'],
    ['/report/17', '/report/17'],
    ['/report?token=secret', '/report'],
    ['/report#secret', '/report'],
    ['/report#a?b', '/report'],
    ['?token=secret', ''],
    ['*', '*'],
    ['http://host/report?x=1', '/report'],
    ['http://user:secret@host/report', '/report'],
    ['HTTPS://user:secret@host:8443/report#secret', '/report'],
    ['http://user:secret@host', '/'],
    ['http://user:secret@host?x=1', '/'],
    ['ftp+x.y-z://user:secret@host/a', '/a'],
    ['//host/path', '//host/path'],
    ['/redirect/http://user@host/', '/redirect/http://user@host/'],
    ['/a%0Ab%3Fsecret', '/a%0Ab%3Fsecret'],
  ])('makes of %s %s', (url, path) => {
    expect(of(url)).toBe(path)
  })

  it('prefers what Express keeps of the URL before it mounts', () => {
    expect(pathOf({ url: '/17', originalUrl: '/api/17?x' } as unknown as IncomingMessage)).toBe(
      '/api/17',
    )
  })

  it('gives an empty path for a request without a URL', () => {
    expect(pathOf({} as IncomingMessage)).toBe('')
  })

  it.each([
    ['a line feed', '/a\nb'],
    ['a carriage return', '/a\rb'],
    ['NUL', '/a\0b'],
    ['ESC', '/a\x1bb'],
    ['DEL', '/a\x7fb'],
    ['NEL', '/a\x85b'],
    ['CSI', '/a\x9bb'],
    ['U+2028', '/a\u2028b'],
    ['U+2029', '/a\u2029b'],
    ['a colour', '/a\x1b[1;31mb'],
    ['the title of a terminal', '/a\x1b]0;owned\x07b'],
    ['a right-to-left override', '/a\u202eb'],
    ['an isolate', '/a\u2066b'],
    ['a zero-width space', '/a\u200bb'],
    ['a byte order mark', '/a\ufeffb'],
    ['a tag character', '/a\u{e0041}b'],
    ['half of a pair', '/a\ud800b'],
  ])('leaves out %s', (_what, url) => {
    expect(of(url)).toBe('/ab')
  })

  it('is cut to a length that a log line can hold', () => {
    expect(of(`/${'a'.repeat(100_000)}`)).toHaveLength(1024)
  })

  it('goes through the redactor, without the query', () => {
    const redact = jest.fn((path: string) => path.replace(/\d+/, ':id'))
    expect(of('/user/17?token=secret', redact)).toBe('/user/:id')
    expect(redact).toHaveBeenCalledWith('/user/17')
  })

  it('gives the redactor the whole path, so that it finds what would be cut', () => {
    const long = `/${'a'.repeat(1000)}/reset/${'5'.repeat(64)}`
    expect(of(long, (path) => path.replace(/reset\/\w+$/, 'reset/*'))).toMatch(/\/reset\/\*$/)
  })

  it('hides nothing from the redactor behind characters that are left out', () => {
    expect(of('/re\u200bset/17', (path) => path.replace(/reset\/\d+/, 'reset/*'))).toBe('/reset/*')
  })

  it.each([[undefined], [null], [17], [{}]])(
    'tells nothing of what is redacted to %p',
    (result) => {
      expect(of('/secret', () => result as string)).toBe('')
    },
  )

  it('lets a redactor bring back neither control characters nor length', () => {
    expect(of('/a%0Ab', decodeURIComponent)).toBe('/ab')
    expect(of('/a', () => 'x'.repeat(5_000)).length).toBeLessThanOrEqual(1024)
  })

  it('never holds a query, credentials of an origin, or a control character', () => {
    const secret = 'S3CRET'
    const controls = [0, 1, 9, 10, 13, 27, 31, 127].map((code) => String.fromCharCode(code))
    const part = fc.string({ unit: fc.constantFrom(...controls, '/', 'a', '%', ' ', '\u2028') })
    fc.assert(
      fc.property(part, part, fc.boolean(), fc.constantFrom('?', '#'), (path, tail, full, mark) => {
        const origin = full ? `http://u:${secret}@host` : ''
        const found = of(`${origin}/${path}${mark}${secret}${tail}`)
        expect(found).not.toContain(secret)
        // eslint-disable-next-line no-control-regex -- that there is none is what is tested
        expect(found).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/)
      }),
    )
  })
})

describe('the path in a record', () => {
  it.each([
    ['the origin form', 'GET /a/b?token=secret HTTP/1.1', '/a/b'],
    ['the absolute form', 'GET http://user:secret@host/a/b?token=secret HTTP/1.1', '/a/b'],
    ['the asterisk form', 'OPTIONS * HTTP/1.1', '*'],
  ])('is safe for %s of a real request line', async (_what, line, path) => {
    const scene = await openScene({ request: `${line}\r\nHost: test\r\n\r\n` })
    expect(await scene.leave('reset')).toMatchObject({ path, outcome: 'client-disconnected' })
  })

  it('is empty where the redactor throws, and the exchange settles', async () => {
    const redactPath = () => {
      throw new Error('of the redactor')
    }
    const scene = await openScene({ kind: 'express5', detection: { redactPath, observers: [{}] } })
    expect(await scene.leave('reset')).toMatchObject({ path: '', outcome: 'client-disconnected' })
  })
})
