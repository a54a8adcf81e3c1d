import { timeReaders, type TimeStyle } from '../../../src/diagnosis/formats/times.js'

const read = (style: TimeStyle, text: string): number => {
  const bytes = Buffer.from(text)
  return timeReaders[style](bytes, 0, bytes.length)
}

describe('times', () => {
  it.each([
    ['clf', '23/Nov/2026:03:47:06 +0000', '2026-11-23T03:47:06.000Z'],
    ['clf', '23/Nov/2026:03:47:06 -0530', '2026-11-23T09:17:06.000Z'],
    ['clf', '29/Feb/2028:23:59:59 +0100', '2028-02-29T22:59:59.000Z'],
    ['clf', '31/Dec/1999:23:59:60 +0000', '2000-01-01T00:00:00.000Z'],
    ['haproxy', '23/Nov/2026:03:57:04.301', '2026-11-23T03:57:04.301Z'],
    ['iso', '2026-11-23T03:47:06Z', '2026-11-23T03:47:06.000Z'],
    ['iso', '2026-11-23T03:47:06.123456+02:00', '2026-11-23T01:47:06.123Z'],
    ['iso', '2026/11/23 03:47:06', '2026-11-23T03:47:06.000Z'],
    ['epoch', '1795405670.123', '2026-11-23T03:47:50.123Z'],
    ['epoch', '1795405670123', '2026-11-23T03:47:50.123Z'],
  ] as const)('%s: %s is %s', (style, text, iso) => {
    expect(new Date(read(style, text)).toISOString()).toBe(iso)
  })

  it.each([
    ['clf', '23/Nev/2026:03:47:06 +0000'],
    ['clf', '32/Nov/2026:03:47:06 +0000'],
    ['clf', '23/Nov/2026'],
    ['iso', '2026-13-23T03:47:06Z'],
    ['iso', 'now'],
    ['epoch', 'x'],
    ['epoch', ''],
  ] as const)('%s: %s is none', (style, text) => {
    expect(read(style, text)).toBeNaN()
  })
})
