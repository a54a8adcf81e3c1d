import { LISTEN_FD, Proxy } from './proxy.js'

/** HAProxy in front of an origin, with lines of configuration for its backend and its defaults. */
export function haproxy(originPort: number, lines: readonly string[] = []): Promise<Proxy> {
  return Proxy.start({
    program: 'haproxy',
    args: ({ file }) => ['-db', '-f', file],
    config: () =>
      [
        'global',
        '  nbthread 1',
        'defaults',
        '  mode http',
        '  timeout connect 5s',
        '  timeout client 30s',
        '  timeout server 30s',
        ...lines.map((line) => `  ${line}`),
        'frontend in',
        `  bind fd@${LISTEN_FD}`,
        '  default_backend origin',
        'backend origin',
        `  server origin 127.0.0.1:${originPort}`,
        '',
      ].join('\n'),
  })
}
