/** What the metrics are called and labelled with; `docs/reference/metrics.md` is held to it. */
export const definitions = {
  exchanges: {
    type: 'counter',
    name: 'http_server_exchanges_total',
    help: 'Settled exchanges.',
    labelNames: ['method', 'route', 'outcome', 'phase'],
  },
  duration: {
    type: 'histogram',
    name: 'http_server_exchange_duration_seconds',
    help: 'Age of exchanges when they settled.',
    labelNames: ['method', 'route', 'outcome'],
  },
  disconnectAge: {
    type: 'histogram',
    name: 'http_server_disconnect_age_seconds',
    help: 'Age of exchanges when their client left, with a bucket for each known time limit.',
    labelNames: ['route'],
  },
  wasted: {
    type: 'counter',
    name: 'http_server_wasted_handler_seconds_total',
    help: 'Time handlers worked on after their client had left or their limit had passed.',
    labelNames: ['route'],
  },
  inFlight: {
    type: 'gauge',
    name: 'http_server_exchanges_in_flight',
    help: 'Exchanges that have not settled.',
    labelNames: [],
  },
  streaming: {
    type: 'gauge',
    name: 'http_server_exchanges_streaming',
    help: 'Exchanges in flight whose response has begun and not ended.',
    labelNames: [],
  },
  errors: {
    type: 'counter',
    name: 'http_server_errors_total',
    help: 'Errors that reached the error handler, by whose they are.',
    labelNames: ['route', 'origin'],
  },
  connectionEvents: {
    type: 'counter',
    name: 'http_server_connection_events_total',
    help: 'What happened on connections below any request.',
    labelNames: ['kind', 'code', 'closure'],
  },
  sessionsSwept: {
    type: 'counter',
    name: 'http_server_sessions_swept_total',
    help: 'Expired sessions that were removed.',
    labelNames: [],
  },
} as const
