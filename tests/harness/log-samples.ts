/** What a sample line tells; null where it is a line of its log that tells of no exchange. */
export interface Told {
  readonly outcome: string
  readonly phase?: string
  readonly closure?: string
  readonly ageMs?: number
  readonly route?: string
  readonly status?: number
  readonly address?: string
  readonly agent?: string
  readonly time?: string
}

export interface Sample {
  readonly format: string
  readonly line: string
  readonly tells: Told | null
}

/**
 * Lines with what they tell. Those of nginx, HAProxy, morgan, pino-http and this package were written
 * by them; the others follow the documentation that their format names.
 */
export const samples: readonly Sample[] = [
  {
    format: 'nginx-combined',
    line: '127.0.0.1 - - [23/Nov/2026:03:47:06 +0000] "GET /hello HTTP/1.1" 200 6 "-" "curl/7.88.1"',
    tells: { route: '/hello', status: 200, outcome: 'completed' },
  },
  {
    format: 'nginx-combined',
    line: '127.0.0.1 - - [23/Nov/2026:03:47:34 +0000] "GET /ticks?n=4&ms=1500&size=100 HTTP/1.1" 504 167 "-" "curl/7.88.1"',
    tells: { route: '/ticks', status: 504, outcome: 'timed-out', phase: 'processing' },
  },
  {
    format: 'nginx-combined',
    line: '127.0.0.1 - - [23/Nov/2026:03:47:50 +0000] "GET /slow?ms=2500 HTTP/1.1" 499 0 "-" "curl/7.88.1"',
    tells: { route: '/slow', status: 499, outcome: 'client-disconnected', phase: 'processing' },
  },
  {
    format: 'nginx-combined',
    line: '127.0.0.1 - - [23/Nov/2026:03:48:08 +0000] "GET /slow?ms=2500 HTTP/1.1" 200 10 "-" "curl/7.88.1"',
    tells: { route: '/slow', status: 200, outcome: 'completed' },
  },
  {
    format: 'nginx-combined',
    line: '127.0.0.1 - - [23/Nov/2026:03:48:16 +0000] "GET /ticks?n=20&ms=100&size=1000 HTTP/1.1" 200 6042 "-" "curl/7.88.1"',
    tells: { route: '/ticks', status: 200, outcome: 'completed' },
  },
  {
    format: 'nginx-combined',
    line: '127.0.0.1 - - [23/Nov/2026:03:48:50 +0000] "GET /pipe HTTP/1.1" 200 10528508 "-" "curl/7.88.1"',
    tells: { route: '/pipe', status: 200, outcome: 'completed' },
  },
  {
    format: 'nginx-combined',
    line: '127.0.0.1 - - [23/Nov/2026:03:48:59 +0000] "GET /pipe HTTP/1.1" 200 8586482 "-" "curl/7.88.1"',
    tells: { route: '/pipe', status: 200, outcome: 'completed' },
  },
  {
    format: 'nginx-combined',
    line: '127.0.0.1 - - [23/Nov/2026:03:49:08 +0000] "GET /file HTTP/1.1" 200 8258293 "-" "curl/7.88.1"',
    tells: { route: '/file', status: 200, outcome: 'completed' },
  },
  {
    format: 'nginx-combined',
    line: '127.0.0.1 - - [23/Nov/2026:03:49:26 +0000] "GET /pipe HTTP/1.1" 200 3958741 "-" "rawclient-stall"',
    tells: { route: '/pipe', status: 200, outcome: 'completed' },
  },
  {
    format: 'nginx-combined',
    line: '127.0.0.1 - - [23/Nov/2026:03:49:46 +0000] "POST /json HTTP/1.1" 400 0 "-" "-"',
    tells: { route: '/json', status: 400, outcome: 'client-disconnected', phase: 'receiving' },
  },
  {
    format: 'nginx-combined',
    line: '127.0.0.1 - - [23/Nov/2026:03:49:58 +0000] "POST /json HTTP/1.1" 408 0 "-" "-"',
    tells: { route: '/json', status: 408, outcome: 'timed-out', phase: 'receiving' },
  },
  {
    format: 'nginx-combined',
    line: '127.0.0.1 - - [23/Nov/2026:03:54:04 +0000] "GET /headstall HTTP/1.1" 200 1007 "-" "curl/7.88.1"',
    tells: { route: '/headstall', status: 200, outcome: 'completed' },
  },
  {
    format: 'nginx-combined',
    line: '127.0.0.1 - - [23/Nov/2026:03:54:12 +0000] "GET /diehead?rst=1 HTTP/1.1" 502 157 "-" "curl/7.88.1"',
    tells: { route: '/diehead', status: 502, outcome: 'completed' },
  },
  {
    format: 'nginx-timed',
    line: '127.0.0.1 - - [23/Nov/2026:03:47:06 +0000] "GET /hello HTTP/1.1" 200 6 "-" "curl/7.88.1" rt=0.006 uct=0.000 uht=0.006 urt=0.006 us=200 rc=OK port=9001',
    tells: { route: '/hello', status: 200, outcome: 'completed', ageMs: 6 },
  },
  {
    format: 'nginx-timed',
    line: '127.0.0.1 - - [23/Nov/2026:03:47:34 +0000] "GET /ticks?n=4&ms=1500&size=100 HTTP/1.1" 504 167 "-" "curl/7.88.1" rt=1.001 uct=0.000 uht=- urt=1.001 us=504 rc=OK port=9001',
    tells: { route: '/ticks', status: 504, outcome: 'timed-out', ageMs: 1001, phase: 'processing' },
  },
  {
    format: 'nginx-timed',
    line: '127.0.0.1 - - [23/Nov/2026:03:47:50 +0000] "GET /slow?ms=2500 HTTP/1.1" 499 0 "-" "curl/7.88.1" rt=0.495 uct=0.000 uht=- urt=0.495 us=- rc= port=9004',
    tells: {
      route: '/slow',
      status: 499,
      outcome: 'client-disconnected',
      ageMs: 495,
      phase: 'processing',
    },
  },
  {
    format: 'nginx-timed',
    line: '127.0.0.1 - - [23/Nov/2026:03:48:08 +0000] "GET /slow?ms=2500 HTTP/1.1" 200 10 "-" "curl/7.88.1" rt=2.505 uct=0.000 uht=2.505 urt=2.505 us=200 rc=OK port=9002',
    tells: { route: '/slow', status: 200, outcome: 'completed', ageMs: 2505 },
  },
  {
    format: 'nginx-timed',
    line: '127.0.0.1 - - [23/Nov/2026:03:48:16 +0000] "GET /ticks?n=20&ms=100&size=1000 HTTP/1.1" 200 6042 "-" "curl/7.88.1" rt=0.701 uct=0.000 uht=0.102 urt=0.701 us=200 rc= port=9003',
    tells: {
      route: '/ticks',
      status: 200,
      outcome: 'client-disconnected',
      ageMs: 701,
      phase: 'responding',
    },
  },
  {
    format: 'nginx-timed',
    line: '127.0.0.1 - - [23/Nov/2026:03:48:50 +0000] "GET /pipe HTTP/1.1" 200 10528508 "-" "curl/7.88.1" rt=0.502 uct=0.000 uht=0.005 urt=0.231 us=200 rc= port=9004',
    tells: {
      route: '/pipe',
      status: 200,
      outcome: 'client-disconnected',
      ageMs: 502,
      phase: 'responding',
    },
  },
  {
    format: 'nginx-timed',
    line: '127.0.0.1 - - [23/Nov/2026:03:48:59 +0000] "GET /pipe HTTP/1.1" 200 8586482 "-" "curl/7.88.1" rt=0.503 uct=0.000 uht=0.001 urt=0.502 us=200 rc= port=9003',
    tells: {
      route: '/pipe',
      status: 200,
      outcome: 'client-disconnected',
      ageMs: 503,
      phase: 'responding',
    },
  },
  {
    format: 'nginx-timed',
    line: '127.0.0.1 - - [23/Nov/2026:03:49:08 +0000] "GET /file HTTP/1.1" 200 8258293 "-" "curl/7.88.1" rt=0.501 uct=0.001 uht=0.003 urt=0.502 us=200 rc= port=9003',
    tells: {
      route: '/file',
      status: 200,
      outcome: 'client-disconnected',
      ageMs: 501,
      phase: 'responding',
    },
  },
  {
    format: 'nginx-timed',
    line: '127.0.0.1 - - [23/Nov/2026:03:49:26 +0000] "GET /pipe HTTP/1.1" 200 3958741 "-" "rawclient-stall" rt=2.011 uct=0.000 uht=0.001 urt=2.011 us=200 rc= port=9010',
    tells: {
      route: '/pipe',
      status: 200,
      outcome: 'client-disconnected',
      ageMs: 2011,
      phase: 'responding',
    },
  },
  {
    format: 'nginx-timed',
    line: '127.0.0.1 - - [23/Nov/2026:03:49:46 +0000] "POST /json HTTP/1.1" 400 0 "-" "-" rt=0.399 uct=0.000 uht=- urt=0.399 us=- rc= port=9007',
    tells: {
      route: '/json',
      status: 400,
      outcome: 'client-disconnected',
      ageMs: 399,
      phase: 'receiving',
    },
  },
  {
    format: 'nginx-timed',
    line: '127.0.0.1 - - [23/Nov/2026:03:49:58 +0000] "POST /json HTTP/1.1" 408 0 "-" "-" rt=1.001 uct=- uht=- urt=- us=- rc= port=9008',
    tells: { route: '/json', status: 408, outcome: 'timed-out', ageMs: 1001, phase: 'receiving' },
  },
  {
    format: 'nginx-timed',
    line: '127.0.0.1 - - [23/Nov/2026:03:54:04 +0000] "GET /headstall HTTP/1.1" 200 1007 "-" "curl/7.88.1" rt=1.000 uct=0.000 uht=0.002 urt=1.000 us=200 rc=OK port=9005',
    tells: { route: '/headstall', status: 200, outcome: 'completed', ageMs: 1000 },
  },
  {
    format: 'nginx-timed',
    line: '127.0.0.1 - - [23/Nov/2026:03:54:12 +0000] "GET /diehead?rst=1 HTTP/1.1" 502 157 "-" "curl/7.88.1" rt=0.202 uct=0.000 uht=- urt=0.202 us=502 rc=OK port=9004',
    tells: { route: '/diehead', status: 502, outcome: 'completed', ageMs: 202 },
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:47:06 [info] 19727#19727: *1 client 127.0.0.1 closed keepalive connection',
    tells: null,
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:47:29 [info] 19727#19727: *3 client 127.0.0.1 closed keepalive connection',
    tells: null,
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:47:34 [info] 19727#19727: *5 client 127.0.0.1 closed keepalive connection',
    tells: null,
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:47:50 [info] 19727#19727: *9 epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too while sending request to upstream, client: 127.0.0.1, server: , request: "GET /slow?ms=2500 HTTP/1.1", upstream: "http://127.0.0.1:8081/slow?ms=2500", host: "127.0.0.1:9004"',
    tells: { outcome: 'client-disconnected', phase: 'processing', closure: 'fin', route: '/slow' },
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:48:08 [info] 19727#19727: *13 client 127.0.0.1 closed keepalive connection',
    tells: null,
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:48:16 [info] 19727#19727: *17 epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too while reading upstream, client: 127.0.0.1, server: , request: "GET /ticks?n=20&ms=100&size=1000 HTTP/1.1", upstream: "http://127.0.0.1:8081/ticks?n=20&ms=100&size=1000", host: "127.0.0.1:9003"',
    tells: { outcome: 'client-disconnected', phase: 'responding', closure: 'fin', route: '/ticks' },
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:48:50 [info] 19727#19727: *21 client prematurely closed connection (104: Connection reset by peer) while sending to client, client: 127.0.0.1, server: , request: "GET /pipe HTTP/1.1", upstream: "http://127.0.0.1:8081/pipe", host: "127.0.0.1:9004"',
    tells: { outcome: 'client-disconnected', phase: 'responding', closure: 'rst', route: '/pipe' },
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:48:59 [info] 19727#19727: *25 epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too (104: Connection reset by peer) while reading upstream, client: 127.0.0.1, server: , request: "GET /pipe HTTP/1.1", upstream: "http://127.0.0.1:8081/pipe", host: "127.0.0.1:9003"',
    tells: { outcome: 'client-disconnected', phase: 'responding', closure: 'rst', route: '/pipe' },
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:49:08 [info] 19727#19727: *29 epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too (104: Connection reset by peer) while reading upstream, client: 127.0.0.1, server: , request: "GET /file HTTP/1.1", upstream: "http://127.0.0.1:8081/file", host: "127.0.0.1:9003"',
    tells: { outcome: 'client-disconnected', phase: 'responding', closure: 'rst', route: '/file' },
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:49:26 [info] 19727#19727: *33 client timed out (110: Connection timed out) while sending to client, client: 127.0.0.1, server: , request: "GET /pipe HTTP/1.1", upstream: "http://127.0.0.1:8081/pipe", host: "x"',
    tells: { outcome: 'timed-out', phase: 'responding', route: '/pipe' },
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:49:46 [info] 19727#19727: *37 client prematurely closed connection while sending request to upstream, client: 127.0.0.1, server: , request: "POST /json HTTP/1.1", upstream: "http://127.0.0.1:8081/json", host: "x"',
    tells: { outcome: 'client-disconnected', phase: 'receiving', closure: 'fin', route: '/json' },
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:53:58 [error] 19727#19727: *41 upstream timed out (110: Connection timed out) while reading upstream, client: 127.0.0.1, server: , request: "GET /headstall HTTP/1.1", upstream: "http://127.0.0.1:8081/headstall", host: "127.0.0.1:9001"',
    tells: { outcome: 'timed-out', phase: 'responding', route: '/headstall' },
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:54:09 [error] 19727#19727: *45 upstream prematurely closed connection while reading response header from upstream, client: 127.0.0.1, server: , request: "GET /diehead HTTP/1.1", upstream: "http://127.0.0.1:8081/diehead", host: "127.0.0.1:9004"',
    tells: null,
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:54:12 [error] 19727#19727: *47 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 127.0.0.1, server: , request: "GET /diehead?rst=1 HTTP/1.1", upstream: "http://127.0.0.1:8081/diehead?rst=1", host: "127.0.0.1:9004"',
    tells: null,
  },
  {
    format: 'nginx-error',
    line: '2026/11/23 03:54:16 [error] 19727#19727: *49 upstream prematurely closed connection while reading upstream, client: 127.0.0.1, server: , request: "GET /die HTTP/1.1", upstream: "http://127.0.0.1:8081/die", host: "127.0.0.1:9004"',
    tells: null,
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:36754 [23/Nov/2026:03:57:04.301] f b/o 0/0/0/-1/499 400 206 - - CH-- 1/1/0/0/0 0/0 "GET /slow?ms=2500 HTTP/1.1"',
    tells: { outcome: 'client-disconnected', phase: 'processing', ageMs: 499, route: '/slow' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:42028 [23/Nov/2026:03:57:21.088] f b/<NOSRV> 0/400/-1/-1/400 -1 0 - - CQ-- 2/2/1/0/0 0/1 "GET /hello HTTP/1.1"',
    tells: { outcome: 'client-disconnected', phase: 'processing', ageMs: 400, route: '/hello' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:38012 [23/Nov/2026:03:50:46.795] f3 b3/o 0/0/0/2503/2503 200 185 - - ---- 1/1/0/0/0 0/0 "GET /slow?ms=2500 HTTP/1.1"',
    tells: { outcome: 'completed', ageMs: 2503, route: '/slow' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:47120 [23/Nov/2026:03:50:57.993] f3 b3/o 0/0/0/2505/2505 200 185 - - CD-- 1/1/0/0/0 0/0 "GET /slow?ms=2500 HTTP/1.1"',
    tells: { outcome: 'client-disconnected', phase: 'responding', ageMs: 2505, route: '/slow' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:39584 [23/Nov/2026:03:51:20.028] f3 b3/o 0/0/0/101/1003 200 10147 - - CD-- 1/1/0/0/0 0/0 "GET /ticks?n=20&ms=100&size=1000 HTTP/1.1"',
    tells: { outcome: 'client-disconnected', phase: 'responding', ageMs: 1003, route: '/ticks' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:54792 [23/Nov/2026:03:51:29.225] f3 b3/o 0/0/0/2/500 200 11749725 - - CD-- 1/1/0/0/0 0/0 "GET /file HTTP/1.1"',
    tells: { outcome: 'client-disconnected', phase: 'responding', ageMs: 500, route: '/file' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:48274 [23/Nov/2026:03:51:42.712] f3 b3/o 0/0/0/-1/401 -1 0 - - CD-- 1/1/0/0/0 0/0 "POST /json HTTP/1.1"',
    tells: { outcome: 'client-disconnected', phase: 'responding', ageMs: 401, route: '/json' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:60546 [23/Nov/2026:03:51:54.964] f5 b5/dead 0/0/-1/-1/1001 503 217 - - SC-- 1/1/0/0/1 0/0 "GET /hello HTTP/1.1"',
    tells: { outcome: 'completed', ageMs: 1001, route: '/hello' },
  },
  {
    format: 'haproxy-tcp',
    line: '127.0.0.1:56582 [23/Nov/2026:03:52:04.714] f6 b6/o 1/0/1007 0 sD 1/1/0/0/0 0/0',
    tells: { outcome: 'timed-out', ageMs: 1007, phase: 'responding' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:33200 [23/Nov/2026:03:52:19.934] f3 b3/o 0/0/0/1/1 200 180 - - ---- 1/1/0/0/0 0/0 "GET /hello HTTP/1.1"',
    tells: { outcome: 'completed', ageMs: 1, route: '/hello' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:35254 [23/Nov/2026:03:53:21.930] f3 b3/o 0/0/0/1/205 200 1104 - - SD-- 1/1/0/0/0 0/0 "GET /die HTTP/1.1"',
    tells: { outcome: 'server-closed', ageMs: 205, route: '/die' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:49462 [23/Nov/2026:03:53:28.423] f3 b3/o 0/0/0/-1/202 502 209 - - SH-- 1/1/0/0/0 0/0 "GET /diehead HTTP/1.1"',
    tells: { outcome: 'completed', ageMs: 202, route: '/diehead' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:56184 [23/Nov/2026:03:53:37.731] f7 b7/o 0/0/1/2505/2506 200 185 - - CD-- 1/1/0/0/0 0/0 "GET /slow?ms=2500 HTTP/1.1"',
    tells: { outcome: 'client-disconnected', phase: 'responding', ageMs: 2506, route: '/slow' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:57962 [23/Nov/2026:03:53:49.494] f8 b8/<NOSRV> 0/1001/-1/-1/1001 503 217 - - sQ-- 2/2/1/0/0 0/1 "GET /hello HTTP/1.1"',
    tells: { outcome: 'timed-out', phase: 'processing', ageMs: 1001, route: '/hello' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:43510 [23/Nov/2026:03:54:54.966] f9 b9/o 0/0/0/2505/2505 200 185 - - ---- 1/1/0/0/0 0/0 "GET http://127.0.0.1:9109/slow?ms=2500 HTTP/2.0"',
    tells: { outcome: 'completed', ageMs: 2505, route: '/slow' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:53994 [23/Nov/2026:03:55:04.952] f10 b7/o 0/0/0/2508/2508 200 166 - - ---- 1/1/0/0/0 0/0 "GET /slow?ms=2500 HTTP/1.1"',
    tells: { outcome: 'completed', ageMs: 2508, route: '/slow' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:54042 [23/Nov/2026:03:55:16.661] f11 b11/o 0/0/0/2505/2505 200 185 - - ---- 1/1/0/0/0 0/0 "GET http://127.0.0.1:9111/slow?ms=2500 HTTP/2.0"',
    tells: { outcome: 'completed', ageMs: 2505, route: '/slow' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:56684 [23/Nov/2026:03:55:24.750] f11 b11/o 0/574/0/3/577 200 180 - - ---- 1/1/0/0/0 0/1 "GET http://127.0.0.1:9111/hello HTTP/2.0"',
    tells: { outcome: 'completed', ageMs: 577, route: '/hello' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:46748 [23/Nov/2026:03:56:02.901] f12 b12/o 0/0/0/-1/489 400 206 - - CH-- 1/1/0/0/0 0/0 "GET http://127.0.0.1:9112/slow?ms=2500 HTTP/2.0"',
    tells: { outcome: 'client-disconnected', phase: 'processing', ageMs: 489, route: '/slow' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:60144 [23/Nov/2026:03:56:08.392] f12 b12/o 0/0/0/1906/1906 200 185 - - ---- 1/1/0/0/0 0/0 "GET http://127.0.0.1:9112/slow?ms=1900 HTTP/2.0"',
    tells: { outcome: 'completed', ageMs: 1906, route: '/slow' },
  },
  {
    format: 'haproxy-tcp',
    line: '127.0.0.1:38726 [23/Nov/2026:03:56:21.129] f13 b13/o 1/0/497 0 CD 1/1/0/0/0 0/0',
    tells: { outcome: 'client-disconnected', ageMs: 497, phase: 'responding' },
  },
  {
    format: 'haproxy-tcp',
    line: '127.0.0.1:47986 [23/Nov/2026:03:56:35.682] f13 b13/o 1/0/1004 0 cD 1/1/0/0/0 0/0',
    tells: { outcome: 'timed-out', ageMs: 1004, phase: 'responding' },
  },
  {
    format: 'haproxy-http',
    line: '127.0.0.1:53320 [23/Nov/2026:03:57:33.304] f4 b4/o 0/0/0/2/1020 200 3981231 - - cD-- 1/1/0/0/0 0/0 "GET /pipe HTTP/1.1"',
    tells: { outcome: 'timed-out', phase: 'responding', ageMs: 1020, route: '/pipe' },
  },
  {
    format: 'haproxy-http',
    line: '10.0.1.2:317 [23/Nov/2026:12:14:14.655] www static/srv1 10/0/30/-1/109 400 0 - - CH-- 1/1/1/1/0 0/0 {shop.example|Mozilla/5.0} {} "GET /item/812 HTTP/1.1"',
    tells: { outcome: 'client-disconnected', phase: 'processing', ageMs: 109, route: '/item/:id' },
  },
  {
    format: 'haproxy-http',
    line: 'Nov 23 12:14:14 lb1 haproxy[14387]: 10.0.1.2:33317 [23/Nov/2026:12:14:14.655] www~ static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 "GET /index.html HTTP/1.1"',
    tells: { outcome: 'completed', ageMs: 109, route: '/index.html' },
  },
  {
    format: 'nginx-ingress',
    line: '10.2.0.7 - - [23/Nov/2026:09:00:01 +0100] "GET /api/orders/8123 HTTP/2.0" 499 0 "-" "okhttp/4.12.0" 512 59.998 [shop-api-80] [] 10.2.1.9:3000 0 59.997 - 6f1c0ffee0ddba11c0de5afe12345678',
    tells: {
      outcome: 'client-disconnected',
      phase: 'processing',
      ageMs: 59998,
      route: '/api/orders/:id',
      agent: 'java',
      address: '10.2.0.7',
      status: 499,
      time: '2026-11-23T08:00:01.000Z',
    },
  },
  {
    format: 'nginx-ingress',
    line: '10.2.0.8 - - [23/Nov/2026:09:00:02 +0100] "GET / HTTP/2.0" 200 512 "-" "curl/8.5.0" 78 0.004 [shop-web-80] [] 10.2.1.4:3000 512 0.003 200 7f1c0ffee0ddba11c0de5afe12345678',
    tells: { outcome: 'completed', ageMs: 4, route: '/' },
  },
  {
    format: 'nginx-json',
    line: '{"time_iso8601":"2026-11-23T03:47:50+00:00","remote_addr":"203.0.113.7","request":"GET /slow?ms=2500 HTTP/1.1","status":"499","body_bytes_sent":"0","request_time":"0.495","upstream_response_time":"0.495","http_user_agent":"curl/7.88.1"}',
    tells: {
      outcome: 'client-disconnected',
      phase: 'processing',
      ageMs: 495,
      route: '/slow',
      status: 499,
      agent: 'curl',
      address: '203.0.113.7',
      time: '2026-11-23T03:47:50.000Z',
    },
  },
  {
    format: 'nginx-json',
    line: '{"msec":1795405670.123,"remote_addr":"203.0.113.7","request_method":"GET","request_uri":"/hello","status":200,"bytes_sent":180,"rt":0.006,"rc":"OK"}',
    tells: { outcome: 'completed', ageMs: 6, route: '/hello' },
  },
  {
    format: 'nginx-json',
    line: '{"msec":1795405670.123,"remote_addr":"203.0.113.7","request_method":"GET","request_uri":"/file","status":200,"bytes_sent":8258293,"rt":0.501,"rc":""}',
    tells: { outcome: 'client-disconnected', phase: 'responding', ageMs: 501, route: '/file' },
  },
  {
    format: 'envoy',
    line: '[2026-11-23T03:47:50.310Z] "GET /slow?ms=2500 HTTP/1.1" 0 DC 0 0 495 - "203.0.113.7" "curl/7.88.1" "b3c1e0de-0c4f-4c3b-9a7e-0d1a2b3c4d5e" "shop.example" "10.2.1.9:3000"',
    tells: {
      outcome: 'client-disconnected',
      phase: 'processing',
      ageMs: 495,
      route: '/slow',
      agent: 'curl',
      address: '203.0.113.7',
      time: '2026-11-23T03:47:50.805Z',
    },
  },
  {
    format: 'envoy',
    line: '[2026-11-23T03:47:51.000Z] "GET /file HTTP/2" 200 DC 0 812311 502 5 "203.0.113.7,10.0.0.1" "curl/7.88.1" "c3c1e0de-0c4f-4c3b-9a7e-0d1a2b3c4d5e" "shop.example" "10.2.1.9:3000"',
    tells: {
      outcome: 'client-disconnected',
      phase: 'responding',
      ageMs: 502,
      address: '203.0.113.7',
    },
  },
  {
    format: 'envoy',
    line: '[2026-11-23T03:47:52.000Z] "POST /orders HTTP/1.1" 504 UT 120 24 15000 - "-" "node" "d3c1e0de-0c4f-4c3b-9a7e-0d1a2b3c4d5e" "shop.example" "10.2.1.9:3000"',
    tells: { outcome: 'timed-out', phase: 'processing', ageMs: 15000, route: '/orders' },
  },
  {
    format: 'envoy',
    line: '[2026-11-23T03:47:53.000Z] "GET /hello HTTP/1.1" 200 - 0 6 3 2 "-" "curl/7.88.1" "e3c1e0de-0c4f-4c3b-9a7e-0d1a2b3c4d5e" "shop.example" "10.2.1.9:3000"',
    tells: { outcome: 'completed', ageMs: 3, route: '/hello' },
  },
  {
    format: 'envoy',
    line: '[2026-11-23T03:47:54.000Z] "GET /slow HTTP/1.1" 0 DC downstream_remote_disconnect - "-" 0 0 2001 - "-" "Go-http-client/1.1" "f3c1e0de-0c4f-4c3b-9a7e-0d1a2b3c4d5e" "api.shop" "10.2.1.9:3000" inbound|3000|| 127.0.0.6:41337 10.2.1.9:3000 10.2.3.4:50122 - default',
    tells: {
      outcome: 'client-disconnected',
      phase: 'processing',
      ageMs: 2001,
      route: '/slow',
      agent: 'go',
    },
  },
  {
    format: 'envoy-json',
    line: '{"start_time":"2026-11-23T03:47:50.310Z","method":"GET","path":"/slow?ms=2500","protocol":"HTTP/1.1","response_code":0,"response_flags":"DC","bytes_received":0,"bytes_sent":0,"duration":495,"upstream_service_time":null,"x_forwarded_for":"203.0.113.7","user_agent":"curl/7.88.1","authority":"shop.example","upstream_host":"10.2.1.9:3000"}',
    tells: {
      outcome: 'client-disconnected',
      phase: 'processing',
      ageMs: 495,
      route: '/slow',
      address: '203.0.113.7',
      agent: 'curl',
      time: '2026-11-23T03:47:50.805Z',
    },
  },
  {
    format: 'envoy-json',
    line: '{"start_time":"2026-11-23T03:47:53.000Z","method":"GET","path":"/hello","response_code":200,"response_flags":"-","bytes_sent":6,"duration":3}',
    tells: { outcome: 'completed', ageMs: 3, route: '/hello' },
  },
  {
    format: 'aws-alb',
    line: 'https 2026-11-23T03:48:50.186641Z app/shop/50dc6c495c0c9188 203.0.113.7:2817 10.0.0.66:9000 0.000 -1 -1 460 - 34 0 "GET https://shop.example:443/slow?ms=2500 HTTP/1.1" "curl/7.88.1" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/shop/73e2d6bc24d8a067 "Root=1-58337327-72bd00b0343d75b906739c42" "shop.example" "-" 1 2026-11-23T03:47:50.184000Z "forward" "-" "-" "10.0.0.66:9000" "-" "-" "-"',
    tells: {
      outcome: 'client-disconnected',
      phase: 'processing',
      ageMs: 60002.641,
      route: '/slow',
      status: 460,
      agent: 'curl',
      address: '203.0.113.7',
      time: '2026-11-23T03:48:50.186Z',
    },
  },
  {
    format: 'aws-alb',
    line: 'h2 2026-11-23T03:48:51.000000Z app/shop/50dc6c495c0c9188 203.0.113.8:2818 10.0.0.66:9000 0.001 0.010 0.000 200 200 34 366 "GET https://shop.example:443/ HTTP/2.0" "Mozilla/5.0 (X11) Firefox/140.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/shop/73e2d6bc24d8a067 "Root=1-58337327-72bd00b0343d75b906739c43" "shop.example" "-" 1 2026-11-23T03:48:50.989000Z "forward" "-" "-" "10.0.0.66:9000" "200" "-" "-"',
    tells: { outcome: 'completed', ageMs: 11, route: '/' },
  },
  {
    format: 'aws-alb',
    line: 'http 2026-11-23T03:48:52.000000Z app/shop/50dc6c495c0c9188 203.0.113.9:2819 10.0.0.66:9000 0.000 -1 -1 504 - 34 283 "GET http://shop.example:80/report/2026-11-22 HTTP/1.1" "-" - -',
    tells: { outcome: 'timed-out', phase: 'processing', route: '/report/:date', status: 504 },
  },
  {
    format: 'caddy',
    line: '{"level":"info","ts":1795405670.5,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"203.0.113.7","remote_port":"41342","client_ip":"203.0.113.7","proto":"HTTP/2.0","method":"GET","host":"shop.example","uri":"/slow?ms=2500","headers":{"User-Agent":["curl/7.88.1"],"Accept":["*/*"]}},"bytes_read":0,"user_id":"","duration":0.495312,"size":0,"status":499,"resp_headers":{"Server":["Caddy"]}}',
    tells: {
      outcome: 'client-disconnected',
      phase: 'processing',
      ageMs: 495.312,
      route: '/slow',
      status: 499,
      agent: 'curl',
      address: '203.0.113.7',
      time: '2026-11-23T03:47:50.500Z',
    },
  },
  {
    format: 'caddy',
    line: '{"level":"info","ts":1795405670.5,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"203.0.113.7","remote_port":"41342","client_ip":"203.0.113.7","proto":"HTTP/2.0","method":"GET","host":"shop.example","uri":"/slow?ms=2500","headers":{"User-Agent":["curl/7.88.1"],"Accept":["*/*"]}},"bytes_read":0,"user_id":"","duration":"1.5s","size":0,"status":0,"resp_headers":{"Server":["Caddy"]}}',
    tells: { outcome: 'client-disconnected', phase: 'processing', ageMs: 1500, route: '/slow' },
  },
  {
    format: 'caddy',
    line: '{"level":"info","ts":1795405670.5,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"203.0.113.7","remote_port":"41342","client_ip":"203.0.113.7","proto":"HTTP/2.0","method":"GET","host":"shop.example","uri":"/slow?ms=2500","headers":{"User-Agent":["curl/7.88.1"],"Accept":["*/*"]}},"bytes_read":0,"user_id":"","duration":0.004,"size":12,"status":200,"resp_headers":{"Server":["Caddy"]}}',
    tells: { outcome: 'completed', ageMs: 4, route: '/slow' },
  },
  {
    format: 'traefik',
    line: '{"ClientAddr":"203.0.113.7:54321","ClientHost":"203.0.113.7","ClientPort":"54321","DownstreamContentSize":21,"DownstreamStatus":499,"Duration":495312000,"OriginDuration":495311100,"OriginStatus":499,"RequestHost":"shop.example","RequestMethod":"GET","RequestPath":"/slow?ms=2500","RequestProtocol":"HTTP/2.0","RouterName":"shop@docker","StartLocal":"2026-11-23T04:47:50.1+01:00","StartUTC":"2026-11-23T03:47:50.1Z","entryPointName":"websecure","level":"info","msg":"","request_User-Agent":"curl/7.88.1","time":"2026-11-23T03:47:50Z"}',
    tells: {
      outcome: 'client-disconnected',
      phase: 'processing',
      ageMs: 495.312,
      route: '/slow',
      status: 499,
      agent: 'curl',
      address: '203.0.113.7',
      time: '2026-11-23T03:47:50.595Z',
    },
  },
  {
    format: 'traefik',
    line: '{"ClientAddr":"203.0.113.7:54321","ClientHost":"203.0.113.7","ClientPort":"54321","DownstreamContentSize":21,"DownstreamStatus":200,"Duration":4000000,"OriginDuration":3999100,"OriginStatus":200,"RequestHost":"shop.example","RequestMethod":"GET","RequestPath":"/slow?ms=2500","RequestProtocol":"HTTP/2.0","RouterName":"shop@docker","StartLocal":"2026-11-23T04:47:50.1+01:00","StartUTC":"2026-11-23T03:47:50.1Z","entryPointName":"websecure","level":"info","msg":"","request_User-Agent":"curl/7.88.1","time":"2026-11-23T03:47:50Z"}',
    tells: { outcome: 'completed', ageMs: 4, route: '/slow' },
  },
  {
    format: 'morgan-common',
    line: '::ffff:127.0.0.1 - - [24/Nov/2026:18:26:10 +0000] "GET /hello?x=1 HTTP/1.1" 200 5',
    tells: { outcome: 'completed', route: '/hello' },
  },
  {
    format: 'morgan-common',
    line: '::ffff:127.0.0.1 - - [24/Nov/2026:18:26:11 +0000] "GET /slow HTTP/1.1" 200 4',
    tells: { outcome: 'completed', route: '/slow' },
  },
  {
    format: 'morgan-common',
    line: '::ffff:127.0.0.1 - - [24/Nov/2026:18:26:11 +0000] "GET /slow?id=7 HTTP/1.1" - -',
    tells: { outcome: 'client-disconnected', phase: 'processing', route: '/slow' },
  },
  {
    format: 'morgan-common',
    line: '::ffff:127.0.0.1 - - [24/Nov/2026:18:26:12 +0000] "GET /stream HTTP/1.1" 200 -',
    tells: { outcome: 'completed', route: '/stream' },
  },
  {
    format: 'morgan-common',
    line: '::ffff:127.0.0.1 - - [24/Nov/2026:18:26:12 +0000] "POST /json HTTP/1.1" - -',
    tells: { outcome: 'client-disconnected', phase: 'processing', route: '/json' },
  },
  {
    format: 'morgan-dev',
    line: '\u001b[0mGET /hello?x=1 \u001b[32m200\u001b[0m 3.756 ms - 5\u001b[0m',
    tells: { outcome: 'completed', route: '/hello' },
  },
  {
    format: 'morgan-dev',
    line: '\u001b[0mGET /slow \u001b[32m200\u001b[0m 401.253 ms - 4\u001b[0m',
    tells: { outcome: 'completed', route: '/slow' },
  },
  {
    format: 'morgan-dev',
    line: '\u001b[0mGET /slow?id=7 \u001b[0m-\u001b[0m - ms - -\u001b[0m',
    tells: { outcome: 'client-disconnected', phase: 'processing', route: '/slow' },
  },
  {
    format: 'morgan-dev',
    line: '\u001b[0mGET /stream \u001b[32m200\u001b[0m 0.268 ms - -\u001b[0m',
    tells: { outcome: 'completed', route: '/stream' },
  },
  {
    format: 'morgan-dev',
    line: '\u001b[0mPOST /json \u001b[0m-\u001b[0m - ms - -\u001b[0m',
    tells: { outcome: 'client-disconnected', phase: 'processing', route: '/json' },
  },
  {
    format: 'morgan-short',
    line: '::ffff:127.0.0.1 - GET /hello?x=1 HTTP/1.1 200 5 - 3.756 ms',
    tells: { outcome: 'completed', route: '/hello' },
  },
  {
    format: 'morgan-short',
    line: '::ffff:127.0.0.1 - GET /slow HTTP/1.1 200 4 - 401.253 ms',
    tells: { outcome: 'completed', route: '/slow' },
  },
  {
    format: 'morgan-short',
    line: '::ffff:127.0.0.1 - GET /slow?id=7 HTTP/1.1 - - - - ms',
    tells: { outcome: 'client-disconnected', phase: 'processing', route: '/slow' },
  },
  {
    format: 'morgan-short',
    line: '::ffff:127.0.0.1 - GET /stream HTTP/1.1 200 - - 0.268 ms',
    tells: { outcome: 'completed', route: '/stream' },
  },
  {
    format: 'morgan-short',
    line: '::ffff:127.0.0.1 - POST /json HTTP/1.1 - - - - ms',
    tells: { outcome: 'client-disconnected', phase: 'processing', route: '/json' },
  },
  {
    format: 'morgan-tiny',
    line: 'GET /hello?x=1 200 5 - 3.756 ms',
    tells: { outcome: 'completed', route: '/hello' },
  },
  {
    format: 'morgan-tiny',
    line: 'GET /slow 200 4 - 401.253 ms',
    tells: { outcome: 'completed', route: '/slow' },
  },
  {
    format: 'morgan-tiny',
    line: 'GET /slow?id=7 - - - - ms',
    tells: { outcome: 'client-disconnected', phase: 'processing', route: '/slow' },
  },
  {
    format: 'morgan-tiny',
    line: 'GET /stream 200 - - 0.268 ms',
    tells: { outcome: 'completed', route: '/stream' },
  },
  {
    format: 'morgan-tiny',
    line: 'POST /json - - - - ms',
    tells: { outcome: 'client-disconnected', phase: 'processing', route: '/json' },
  },
  {
    format: 'nginx-combined',
    line: '::ffff:127.0.0.1 - - [24/Nov/2026:18:26:10 +0000] "GET /hello?x=1 HTTP/1.1" 200 5 "-" "curl/7.88.1"',
    tells: { outcome: 'completed', route: '/hello' },
  },
  {
    format: 'nginx-combined',
    line: '::ffff:127.0.0.1 - - [24/Nov/2026:18:26:11 +0000] "GET /slow HTTP/1.1" 200 4 "-" "curl/7.88.1"',
    tells: { outcome: 'completed', route: '/slow' },
  },
  {
    format: 'nginx-combined',
    line: '::ffff:127.0.0.1 - - [24/Nov/2026:18:26:11 +0000] "GET /slow?id=7 HTTP/1.1" - - "-" "curl/7.88.1"',
    tells: { outcome: 'client-disconnected', phase: 'processing', route: '/slow', agent: 'curl' },
  },
  {
    format: 'nginx-combined',
    line: '::ffff:127.0.0.1 - - [24/Nov/2026:18:26:12 +0000] "GET /stream HTTP/1.1" 200 - "-" "curl/7.88.1"',
    tells: { outcome: 'completed', route: '/stream' },
  },
  {
    format: 'nginx-combined',
    line: '::ffff:127.0.0.1 - - [24/Nov/2026:18:26:12 +0000] "POST /json HTTP/1.1" - - "-" "-"',
    tells: { outcome: 'client-disconnected', phase: 'processing', route: '/json' },
  },
  {
    format: 'pino-http',
    line: '{"level":30,"time":1795544770893,"pid":32154,"hostname":"web1","req":{"id":1,"method":"GET","url":"/hello?x=1","query":{"x":"1"},"params":{},"headers":{"user-agent":"curl/7.88.1","host":"localhost:36829","connection":"keep-alive"},"remoteAddress":"::ffff:127.0.0.1","remotePort":54662},"res":{"statusCode":200,"headers":{"x-powered-by":"Express","content-type":"text/html; charset=utf-8","content-length":"5","etag":"W/\\"5-qvTGHdzF6KLavt4PO0gs2a6pQ00\\""}},"responseTime":4,"msg":"request completed"}',
    tells: { outcome: 'completed', route: '/hello', ageMs: 4 },
  },
  {
    format: 'pino-http',
    line: '{"level":30,"time":1795544771297,"pid":32154,"hostname":"web1","req":{"id":2,"method":"GET","url":"/slow","query":{},"params":{},"headers":{"user-agent":"curl/7.88.1","host":"localhost:36829","connection":"keep-alive"},"remoteAddress":"::ffff:127.0.0.1","remotePort":54662},"res":{"statusCode":200,"headers":{"x-powered-by":"Express","content-type":"text/html; charset=utf-8","content-length":"4","etag":"W/\\"4-V+ind21okqg/Kklnj4FB9PuIPmI\\""}},"responseTime":401,"msg":"request completed"}',
    tells: { outcome: 'completed', route: '/slow', ageMs: 401 },
  },
  {
    format: 'pino-http',
    line: '{"level":30,"time":1795544771450,"pid":32154,"hostname":"web1","req":{"id":3,"method":"GET","url":"/slow?id=7","query":{"id":"7"},"params":{},"headers":{"host":"x","user-agent":"curl/7.88.1"},"remoteAddress":"::ffff:127.0.0.1","remotePort":54670},"res":{"statusCode":null,"headers":{"x-powered-by":"Express"}},"responseTime":150,"msg":"request aborted"}',
    tells: {
      outcome: 'client-disconnected',
      phase: 'processing',
      route: '/slow',
      agent: 'curl',
      ageMs: 150,
    },
  },
  {
    format: 'pino-http',
    line: '{"level":30,"time":1795544772202,"pid":32154,"hostname":"web1","req":{"id":4,"method":"GET","url":"/stream","query":{},"params":{},"headers":{"host":"x","user-agent":"curl/7.88.1"},"remoteAddress":"::ffff:127.0.0.1","remotePort":54686},"res":{"statusCode":200,"headers":{"x-powered-by":"Express"}},"responseTime":151,"msg":"request aborted"}',
    tells: { outcome: 'client-disconnected', phase: 'responding', route: '/stream', ageMs: 151 },
  },
  {
    format: 'pino-http',
    line: '{"level":30,"time":1795544772954,"pid":32154,"hostname":"web1","req":{"id":5,"method":"POST","url":"/json","query":{},"params":{},"headers":{"host":"x","content-type":"application/json","content-length":"100"},"remoteAddress":"::ffff:127.0.0.1","remotePort":54696},"res":{"statusCode":null,"headers":{"x-powered-by":"Express"}},"responseTime":150,"msg":"request aborted"}',
    tells: { outcome: 'client-disconnected', phase: 'processing', route: '/json', ageMs: 150 },
  },
  {
    format: 'hangup',
    line: '{"v":1,"id":"a-1","time":"2026-11-23T03:47:50.310Z","method":"GET","route":"/slow","path":"/slow","httpVersion":"1.1","outcome":"client-disconnected","phase":"processing","closure":"fin","cause":{"origin":"client","rule":"peer-closed"},"statusSent":null,"status":499,"ageMs":495.3,"firstByteMs":null,"idleMs":495.2,"bytesIn":0,"bytesOut":0,"timeoutMs":null,"connection":{"id":1,"request":1,"ageMs":497},"client":{"address":"203.0.113.0","agent":"curl","via":["nginx"]}}',
    tells: {
      outcome: 'client-disconnected',
      phase: 'processing',
      closure: 'fin',
      ageMs: 495.3,
      route: '/slow',
      time: '2026-11-23T03:47:50.310Z',
    },
  },
  {
    format: 'hangup',
    line: '{"exchange":{"v":1,"id":"a-1","time":"2026-11-23T03:47:50.310Z","method":"GET","route":"/slow","path":"/slow","httpVersion":"1.1","outcome":"client-disconnected","phase":"processing","closure":"fin","cause":{"origin":"client","rule":"peer-closed"},"statusSent":null,"status":499,"ageMs":495.3,"firstByteMs":null,"idleMs":495.2,"bytesIn":0,"bytesOut":0,"timeoutMs":null,"connection":{"id":1,"request":1,"ageMs":497},"client":{"address":"203.0.113.0","agent":"curl","via":["nginx"]}},"level":"info","message":"client disconnected while processing GET /slow after 495 ms (499, fin)"}',
    tells: {
      outcome: 'client-disconnected',
      phase: 'processing',
      closure: 'fin',
      ageMs: 495.3,
      route: '/slow',
    },
  },
  { format: 'hangup', line: '{"level":"info","message":"listening on 3000"}', tells: null },
]
