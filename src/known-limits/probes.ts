import type { KnownComponent } from './known-limit.js'

/** Probes and monitors. */
export const probes: readonly KnownComponent[] = [
  {
    component: 'kubernetes-probe',
    name: 'Kubernetes probe',
    kind: 'probe',
    limits: [
      {
        setting: 'timeoutSeconds',
        limitMs: 1_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://github.com/kubernetes/api/blob/HEAD/core/v1/types.go',
        confidence: 'source',
      },
    ],
  },
  {
    component: 'prometheus',
    name: 'Prometheus scrape',
    kind: 'probe',
    limits: [
      {
        setting: 'scrape_timeout',
        limitMs: 10_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source:
          'https://github.com/prometheus/prometheus/blob/HEAD/docs/configuration/configuration.md',
        confidence: 'source',
        note: 'sent along as X-Prometheus-Scrape-Timeout-Seconds',
      },
    ],
  },
  {
    component: 'uptime-kuma',
    name: 'Uptime Kuma',
    kind: 'probe',
    limits: [
      {
        setting: 'timeout',
        limitMs: 48_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://github.com/louislam/uptime-kuma/blob/HEAD/server/model/monitor.js',
        confidence: 'source',
        note: '0.8 of the interval, here of 60 s',
      },
    ],
  },
  {
    component: 'statusgator',
    name: 'StatusGator',
    kind: 'probe',
    limits: [
      {
        setting: 'timeout',
        limitMs: 30_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://support.statusgator.com/support/solutions/articles/47001266949',
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'oh-dear',
    name: 'Oh Dear',
    kind: 'probe',
    limits: [
      {
        setting: 'uptime timeout',
        limitMs: 5_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://ohdear.app/docs/faq',
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'statusdrift',
    name: 'StatusDrift',
    kind: 'probe',
    limits: [
      {
        setting: 'total request',
        limitMs: 30_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://statusdrift.com/help',
        confidence: 'official-doc',
      },
    ],
  },
]
