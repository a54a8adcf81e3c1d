import fc from 'fast-check'
import { agentFamily, viaOf } from '../../../src/exchange/client.js'

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'

const agents: readonly [family: string, header: string][] = [
  ['chrome', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/126.0.0.0 Safari/537.36`],
  [
    'chrome',
    `Mozilla/5.0 (Linux; Android 14; Pixel 8) ${webkit} Chrome/126.0 Mobile Safari/537.36`,
  ],
  [
    'chrome',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1',
  ],
  ['chrome', `Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/126.0.0.0 Safari/537.36`],
  // A phone whose maker's name ends like that of a crawler.
  [
    'chrome',
    `Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) ${webkit} Chrome/114.0.0.0 Mobile Safari/537.36`,
  ],
  ['firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0'],
  [
    'firefox',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/127.0 Mobile/15E148 Safari/605.1.15',
  ],
  [
    'safari',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  ],
  [
    'safari',
    'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  ],
  ['edge', `Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0`],
  ['edge', `Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/70.0 Safari/537.36 Edge/18.17763`],
  [
    'edge',
    `Mozilla/5.0 (Linux; Android 10) ${webkit} Chrome/126.0 Mobile Safari/537.36 EdgA/126.0`,
  ],
  ['opera', `Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/125.0 Safari/537.36 OPR/111.0.0.0`],
  ['bot', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
  [
    'bot',
    `Mozilla/5.0 ${webkit} (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0`,
  ],
  ['bot', 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'],
  ['bot', 'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)'],
  ['bot', 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)'],
  ['health-check', 'kube-probe/1.30'],
  ['health-check', 'ELB-HealthChecker/2.0'],
  ['health-check', 'GoogleHC/1.0'],
  ['health-check', 'Consul Health Check'],
  ['health-check', 'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)'],
  ['health-check', 'Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)'],
  ['health-check', 'Amazon-Route53-Health-Check-Service (ref 1a2b; report http://amzn.to/1vsZADi)'],
  ['prometheus', 'Prometheus/2.53.0'],
  ['webhook', 'GitHub-Hookshot/8a2c1d4'],
  ['webhook', 'Stripe/1.0 (+https://stripe.com/docs/webhooks)'],
  ['webhook', 'TwilioProxy/1.1'],
  ['curl', 'curl/8.7.1'],
  ['wget', 'Wget/1.24.5'],
  ['node', 'node'],
  ['node', 'undici'],
  ['node', 'axios/1.7.2'],
  ['node', 'got (https://github.com/sindresorhus/got)'],
  ['node', 'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)'],
  ['go', 'Go-http-client/1.1'],
  ['go', 'Go-http-client/2.0'],
  ['python', 'python-requests/2.32.3'],
  ['python', 'Python/3.12 aiohttp/3.9.5'],
  ['python', 'python-httpx/0.27.0'],
  ['java', 'Java/21.0.3'],
  ['java', 'okhttp/4.12.0'],
  ['java', 'Apache-HttpClient/5.3 (Java/21.0.3)'],
  ['php', 'GuzzleHttp/7'],
  ['ruby', 'Ruby'],
  ['ruby', 'Faraday v2.9.2'],
  ['dotnet', 'RestSharp/111.3.0.0'],
  ['other', 'PostmanRuntime/7.39.0'],
  ['other', 'Dart/3.4 (dart:io)'],
]

describe('agentFamily', () => {
  it.each(agents)('is %s for %s', (family, header) => {
    expect(agentFamily(header)).toBe(family)
  })

  it('is none without the header', () => {
    expect(agentFamily(undefined)).toBe('none')
    expect(agentFamily('')).toBe('none')
  })

  it('never gives anything of the header itself', () => {
    const families = new Set([...agents.map(([family]) => family), 'none', 'other'])
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (header) => {
        expect(families).toContain(agentFamily(header))
      }),
    )
  })

  it('looks at a header of any length in bounded time', () => {
    const began = process.cpuUsage()
    for (const unit of ['a', 'bo', 'Uptime ', ' Edg', 'python'.repeat(3)]) {
      agentFamily(unit.repeat(200_000))
    }
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(200)
  })
})

describe('viaOf', () => {
  it.each([
    ['cloudflare', { 'cf-ray': '8a1b2c3d4e5f-FRA' }],
    ['aws-cloudfront', { 'x-amz-cf-id': 'abc==' }],
    ['aws-alb', { 'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678' }],
    ['gcp', { 'x-cloud-trace-context': '105445aa7843bc8bf206b120001000/1;o=1' }],
    ['gcp', { via: '1.1 google' }],
    ['heroku', { via: '1.1 vegur' }],
    ['varnish', { via: '1.1 varnish (Varnish/7.4)' }],
    ['squid', { via: '1.1 proxy (squid/5.7)' }],
    ['azure-front-door', { 'x-azure-ref': '0abc' }],
    ['vercel', { 'x-vercel-id': 'fra1::abc' }],
    ['fly', { 'fly-request-id': '01H' }],
    ['envoy', { 'x-envoy-expected-rq-timeout-ms': '15000' }],
    ['nginx', { 'x-real-ip': '203.0.113.9' }],
    ['nginx', { 'x-nginx-proxy': 'true' }],
    ['azure-app-service', { 'x-arr-log-id': '0abc' }],
    ['azure-application-gateway', { 'x-appgw-trace-id': '0abc' }],
    ['fastly', { 'fastly-client-ip': '203.0.113.9' }],
    ['akamai', { 'x-akamai-config-log-detail': 'true' }],
    ['netlify', { 'x-nf-request-id': '01H' }],
    ['envoy', { 'x-envoy-external-address': '203.0.113.9' }],
  ])('finds %s', (component, headers) => {
    expect(viaOf(headers)).toEqual([component])
  })

  it('finds each component once, in a fixed order', () => {
    const headers = {
      'x-real-ip': '203.0.113.9',
      'x-nginx-proxy': 'true',
      via: '1.1 google, 1.1 vegur',
      'cf-ray': 'x',
    }
    expect(viaOf(headers)).toEqual(['cloudflare', 'nginx', 'heroku', 'gcp'])
  })

  it('finds nothing where nothing is', () => {
    expect(viaOf({ host: 'test', 'user-agent': 'curl/8' })).toEqual([])
  })

  it('never gives anything of a header itself', () => {
    const header = fc.constantFrom('via', 'cf-ray', 'x-real-ip', 'x-forwarded-for', 'forwarded')
    fc.assert(
      fc.property(fc.dictionary(header, fc.string()), (headers) => {
        for (const found of viaOf(headers)) expect(found).toMatch(/^[a-z-]+$/)
      }),
    )
  })
})
