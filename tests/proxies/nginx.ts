import { LISTEN_FD, Proxy } from './proxy.js'

/** nginx in front of an origin, with directives for its location, and for its upstream. */
export function nginx(
  originPort: number,
  directives: readonly string[] = [],
  upstream: readonly string[] = [],
): Promise<Proxy> {
  return Proxy.start({
    program: 'nginx',
    args: ({ file, folder }) => ['-p', folder, '-e', 'stderr', '-c', file],
    // How nginx hands its sockets to its own successor.
    env: { NGINX: `${LISTEN_FD};` },
    config: ({ port, folder }) =>
      [
        'daemon off;',
        'worker_processes 1;',
        `pid ${folder}/nginx.pid;`,
        'error_log stderr warn;',
        'events { worker_connections 64; }',
        'http {',
        '  access_log off;',
        ...temporaryFolders.map((name) => `  ${name}_temp_path ${folder}/${name};`),
        '  upstream origin {',
        `    server 127.0.0.1:${originPort};`,
        ...upstream.map((directive) => `    ${directive};`),
        '  }',
        '  server {',
        `    listen 127.0.0.1:${port};`,
        '    location / {',
        '      proxy_pass http://origin;',
        ...directives.map((directive) => `      ${directive};`),
        '    }',
        '  }',
        '}',
        '',
      ].join('\n'),
  })
}

const temporaryFolders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
