import {
  diagnose,
  type DiagnosisCause,
  type DiagnosisRecord,
  type Finding,
} from '../../../src/diagnosis/index.js'
import { between, client, completed, impatience, left, ordinary, START, times } from './traffic.js'

function findingsOf(records: readonly DiagnosisRecord[], cause: DiagnosisCause): Finding[] {
  return diagnose(records).findings.filter((finding) => finding.cause === cause)
}

function only(records: readonly DiagnosisRecord[], cause: DiagnosisCause): Finding {
  const { findings } = diagnose(records)
  expect(findings.map((finding) => finding.cause)).toEqual([cause])
  return findings[0]!
}

const namesOf = ({ candidates }: Finding) => candidates.map(({ component }) => component)

describe('timeout', () => {
  it('is found where ages pile up, with its limit, share and a remedy that names a value', () => {
    const records = [
      ...ordinary(2000),
      ...times(200, () => left(impatience())),
      ...times(100, () => left(60_000 + between(0, 20))),
    ]
    const [found, ...others] = findingsOf(records, 'timeout')
    expect(others).toEqual([])
    expect(found).toMatchObject({ limitMs: 60_000, basis: 'age' })
    expect(found!.share).toBeCloseTo(1 / 3, 2)
    expect(found!.evidence).toMatch(/33 % of the disconnects have an age from 60 s to 60.02 s/)
    expect(found!.remedy).toMatch(/requestTimeout\(57_000\)/)
    expect(found!.confidence).toBeGreaterThan(0.95)
  })

  it('names what the headers say stands in front first', () => {
    const via = (...marks: string[]) => ({ client: { ...client(), via: marks } })
    const at = (ms: number, ...marks: string[]) =>
      only(
        [...ordinary(500), ...times(60, () => left(ms + between(0, 9), via(...marks)))],
        'timeout',
      )
    expect(namesOf(at(60_000, 'aws-alb'))[0]).toBe('AWS ALB')
    expect(namesOf(at(100_000, 'cloudflare'))[0]).toBe('Cloudflare')
    expect(namesOf(at(30_000, 'heroku'))[0]).toBe('Heroku router')
    expect(namesOf(at(60_000, 'nginx'))[0]).toBe('nginx')
  })

  it('names the program whose agent makes it', () => {
    const found = only(
      [
        ...ordinary(500),
        ...times(60, () => left(10_000 + between(0, 9), { client: client('node') })),
      ],
      'timeout',
    )
    expect(namesOf(found)[0]).toBe('ky')
    expect(found.where.agents).toEqual(['node'])
  })

  it('says so where nobody is known to have such a limit', () => {
    const found = only(
      [...ordinary(500), ...times(60, () => left(47_300 + between(0, 9)))],
      'timeout',
    )
    expect(found.limitMs).toBeGreaterThan(47_200)
    expect(found.limitMs).toBeLessThan(47_400)
    expect(found.candidates).toEqual([])
    expect(found.remedy).toMatch(/No known default is 47\.3\d* s/)
  })

  it('is told from idle gaps where the ages differ', () => {
    const records = times(80, () => {
      const idleMs = 60_000 - between(0, 200)
      return left(idleMs + between(1000, 90_000), { idleMs, phase: 'responding' })
    })
    expect(only([...ordinary(500), ...records], 'timeout')).toMatchObject({
      limitMs: 60_000,
      basis: 'idle',
    })
  })

  it('is the lower edge where timers are late by up to half a second', () => {
    const found = only(
      [
        ...ordinary(500),
        ...times(80, () => left(10_000 + between(0, 500), { client: client('node') })),
      ],
      'timeout',
    )
    expect(Math.abs(found.limitMs! - 10_000)).toBeLessThanOrEqual(100)
  })

  it('is found several times, and with a clock of whole seconds', () => {
    const records = [
      ...times(100, () => left(Math.floor(between(1000, 25_000) / 1000) * 1000)),
      ...times(60, () => left(15_000)),
      ...times(60, () => left(30_000)),
      ...ordinary(500),
    ]
    expect(
      findingsOf(records, 'timeout')
        .map(({ limitMs }) => limitMs)
        .sort(),
    ).toEqual([15_000, 30_000])
  })

  it('is not found where a route answers at these ages itself', () => {
    const batch = { route: '/batch' }
    const records = [
      ...ordinary(500),
      ...times(300, () => completed(20_000 + between(0, 40), batch)),
      ...times(80, () => left(20_000 + between(0, 40), batch)),
    ]
    expect(findingsOf(records, 'timeout')).toEqual([])
  })

  it('is found beside a route that answers at the same ages', () => {
    const batch = { route: '/batch' }
    const records = [
      ...ordinary(500),
      ...times(300, () => completed(20_000 + between(0, 40), batch)),
      ...times(80, () => left(20_000 + between(0, 40), batch)),
      ...times(80, () => left(20_000 + between(0, 40))),
    ]
    const [found] = findingsOf(records, 'timeout')
    expect(found?.limitMs).toBe(20_000)
    expect(found?.share).toBeCloseTo(0.5, 2)
  })

  it("is the proxy's own where its log says so", () => {
    const found = only(
      [
        ...ordinary(200),
        ...times(40, () =>
          left(60_000 + between(0, 5), { outcome: 'timed-out', loggedBy: 'nginx' }),
        ),
      ],
      'timeout',
    )
    expect(found.limitMs).toBe(60_000)
    expect(found.candidates[0]).toMatchObject({ component: 'nginx', setting: 'proxy_read_timeout' })
  })

  it("is never the log's own writer where a client of it left", () => {
    const found = only(
      [...ordinary(200), ...times(60, () => left(60_000 + between(0, 5), { loggedBy: 'nginx' }))],
      'timeout',
    )
    expect(namesOf(found)).not.toContain('nginx')
  })
})

describe('server-limit', () => {
  it('is what requestTimeout ended, by its value', () => {
    const found = only(
      [
        ...ordinary(300),
        ...times(50, () =>
          left(29_001, {
            outcome: 'timed-out',
            timeoutMs: 29_000,
            cause: { origin: 'timeout', rule: 'limit-passed' },
          }),
        ),
      ],
      'server-limit',
    )
    expect(found.limitMs).toBe(29_000)
    expect(found.remedy).toMatch(/requestTimeout\(58_000\)/)
  })

  it("is Node's own where the rule says so", () => {
    const found = only(
      [
        ...ordinary(300),
        ...times(50, () =>
          left(300_000 + between(0, 29_000), {
            outcome: 'server-closed',
            phase: 'receiving',
            cause: { origin: 'server', rule: 'node-request-timeout' },
          }),
        ),
      ],
      'server-limit',
    )
    expect(found.limitMs).toBe(300_000)
    expect(found.candidates[0]!.setting).toBe('requestTimeout')
    expect(found.remedy).toMatch(/server\.requestTimeout/)
  })
})

test('user is people who leave over a range of ages, with the age from which on they do', () => {
  const found = only([...ordinary(2000), ...times(300, () => left(impatience()))], 'user')
  expect(found.share).toBeGreaterThan(0.98)
  expect(found.evidence).toMatch(/from 2\.\d+ s on people leave/)
  expect(found.evidence).toMatch(/leave each second/)
})

test('slow-route is one route that takes far longer than the others', () => {
  const slow = { route: '/export' }
  const found = only(
    [
      ...ordinary(2000),
      ...times(100, () => completed(between(8000, 30_000), slow)),
      ...times(150, () => left(impatience(), slow)),
    ],
    'slow-route',
  )
  expect(found.where.routes).toEqual(['/export'])
  expect(found.evidence).toMatch(/\/export/)
})

test('restart is many connections that end within a moment, across routes and clients', () => {
  const moment = START + 5_000_000
  const found = only(
    [
      ...ordinary(1000),
      ...times(60, (i) =>
        left(between(50, 20_000), { time: moment + (i % 2) * 9e6 + between(0, 400) }),
      ),
    ],
    'restart',
  )
  expect(found.evidence).toMatch(/2 moments/)
  expect(found.remedy).toMatch(/guardServer\(server\)\.close\(\{ graceMs: \d/)
})

describe('network', () => {
  it('is ranges of addresses that are cut off far more often than others', () => {
    const found = only(
      [
        ...ordinary(2000),
        ...times(80, (i) =>
          left(between(100, 40_000), {
            closure: 'rst',
            client: {
              address: `203.0.113.${i}`,
              agent: ['chrome', 'safari', 'node'][i % 3],
              via: [],
            },
          }),
        ),
      ],
      'network',
    )
    expect(found.evidence).toMatch(/203\.0\.113\.0\/24/)
  })

  it('is resets across routes for longer than a restart takes', () => {
    const found = only(
      [
        ...ordinary(2000),
        ...times(80, () =>
          left(between(100, 40_000), { closure: 'rst', time: START + 8e6 + between(0, 60_000) }),
        ),
      ],
      'network',
    )
    expect(found.evidence).toMatch(/1 moment/)
  })
})

describe('client-bug', () => {
  it('is a probe with a limit of its own', () => {
    const probe = (ageMs: number) =>
      left(ageMs, {
        route: '/health',
        client: { address: '10.0.0.7', agent: 'health-check', via: [] },
      })
    const found = only(
      [...ordinary(500), ...times(60, () => probe(1000 + between(0, 4)))],
      'client-bug',
    )
    expect(found).toMatchObject({ limitMs: 1000 })
    expect(namesOf(found)).toContain('Kubernetes probe')
    expect(found.evidence).toMatch(/health-check at 10\.0\.0\.7/)
  })

  it('is one address that hangs up far more often than others', () => {
    const scraper = { client: { address: '198.51.100.9', agent: 'python', via: [] } }
    const found = only(
      [
        ...ordinary(2000),
        ...times(50, () => completed(between(10, 900), scraper)),
        ...times(200, () => left(between(10, 3000), scraper)),
      ],
      'client-bug',
    )
    expect(found.where.clients).toEqual(['198.51.100.9'])
    expect(found.evidence).toMatch(/198\.51\.100\.9 \(python\)/)
  })

  it('is not the proxy that all come from', () => {
    const proxied = (record: DiagnosisRecord) => ({
      ...record,
      client: { ...record.client, address: '10.0.0.1' },
    })
    const records = [...ordinary(1000), ...times(200, () => left(impatience()))].map(proxied)
    expect(findingsOf(records, 'client-bug')).toEqual([])
    expect(findingsOf(records, 'user')).toHaveLength(1)
  })
})

test('what no cause explains is left unexplained', () => {
  const records = times(200, () =>
    left(between(200, 60_000) ** between(0.7, 1), { client: client('curl') }),
  )
  const { findings, unexplained } = diagnose([...ordinary(2000), ...records])
  expect(findings).toEqual([])
  expect(unexplained).toBe(1)
})

test('ages that are not known leave what times and clients tell', () => {
  const ageless = times(300, () =>
    left(0, { ageMs: null, idleMs: null, phase: null, closure: null }),
  )
  const { findings } = diagnose([...ordinary(1000), ...ageless])
  expect(findings.map(({ cause }) => cause)).toEqual(['user'])
  expect(findings[0]!.remedy).toMatch(/\$request_time/)
})

test('a line that has only a status is a client that left at 499 and 460', () => {
  const { exchanges, disconnects } = diagnose([
    { status: 499 },
    { status: 460 },
    { status: 200 },
    {},
  ])
  expect({ exchanges, disconnects }).toEqual({ exchanges: 4, disconnects: 2 })
})
