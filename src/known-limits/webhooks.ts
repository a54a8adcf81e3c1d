import type { KnownComponent } from './known-limit.js'

const githubPractices =
  'https://github.com/github/docs/blob/HEAD/content/webhooks/using-webhooks/best-practices-for-using-webhooks.md'
const webhookTimeouts =
  'https://dev.to/shannonllc/webhook-timeouts-provider-limits-and-the-acknowledge-first-pattern-412o'
const twilioOverrides = 'https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides'

/** Services that call an endpoint of yours, and do not wait long. */
export const webhooks: readonly KnownComponent[] = [
  {
    component: 'github-webhooks',
    name: 'GitHub webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: 10_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: githubPractices,
        confidence: 'official-doc',
        note: 'the connection is closed',
      },
    ],
  },
  {
    component: 'github-enterprise-webhooks',
    name: 'GitHub Enterprise Server webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: 30_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: githubPractices,
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'slack',
    name: 'Slack events and interactivity',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: 3_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://docs.slack.dev/tools/bolt-python/concepts/acknowledge',
        confidence: 'official-doc',
        note: 'sent again, with the reason http_timeout',
      },
    ],
  },
  {
    component: 'shopify-webhooks',
    name: 'Shopify webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: 5_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://shopify.dev/apps/webhooks/https',
        confidence: 'official-forum',
      },
      {
        setting: 'connect',
        limitMs: 1_000,
        basis: 'age',
        covers: 'connect',
        side: 'server',
        source: webhookTimeouts,
        confidence: 'secondary',
      },
    ],
  },
  {
    component: 'twilio-webhooks',
    name: 'Twilio webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'rt (read)',
        limitMs: 15_000,
        basis: 'idle',
        covers: 'exchange',
        side: 'server',
        source: twilioOverrides,
        confidence: 'official-doc',
      },
      {
        setting: 'ct (connect)',
        limitMs: 5_000,
        basis: 'age',
        covers: 'connect',
        side: 'server',
        source: twilioOverrides,
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'twilio-chat-webhooks',
    name: 'Twilio Chat webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'processing',
        limitMs: 5_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://www.twilio.com/docs/api/errors/50076',
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'stripe-webhooks',
    name: 'Stripe webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: null,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source:
          'https://support.stripe.com/questions/webhooks-how-to-investigate-and-fix-timed-out',
        confidence: 'official-doc',
        note: 'not published; others say 3, 20 and 30 s',
      },
    ],
  },
  {
    component: 'line-webhooks',
    name: 'LINE Messaging API webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: 2_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: webhookTimeouts,
        confidence: 'secondary',
      },
    ],
  },
  {
    component: 'zoom-webhooks',
    name: 'Zoom webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: 3_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: webhookTimeouts,
        confidence: 'secondary',
      },
    ],
  },
  {
    component: 'hubspot-webhooks',
    name: 'HubSpot webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: 5_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://webhookwhisper.com/webhook-errors/timeout',
        confidence: 'secondary',
      },
    ],
  },
  {
    component: 'sentry-webhooks',
    name: 'Sentry webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: 1_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://sentry.io/changelog/2023-10-3',
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'contentful-webhooks',
    name: 'Contentful webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: 30_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://www.contentful.com/developers/changelog/reduced-webhook-timeout/',
        confidence: 'official-doc',
        note: 'was 60 s',
      },
    ],
  },
  {
    component: 'calendly-webhooks',
    name: 'Calendly webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'read',
        limitMs: 15_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://developer.calendly.com/api-docs/overview/webhooks/webhook-timeouts',
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'monday-webhooks',
    name: 'monday.com webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: 180_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source:
          'https://developer.monday.com/apps/changelog/webhook-integration-new-3-minute-timeout-policy',
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'close-webhooks',
    name: 'Close webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: 15_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://developer.close.com/api/overview/changelog/2026/11/9',
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'pusher-channels-webhooks',
    name: 'Pusher Channels webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: 4_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://docs.bird.com/pusher/channels',
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'pusher-beams-webhooks',
    name: 'Pusher Beams webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: 3_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source:
          'https://docs.bird.com/pusher/beams/beams/webhooks/beams-webhook-timeouts-and-retries',
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'yousign-webhooks',
    name: 'Yousign webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'first attempt',
        limitMs: 500,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://developers.yousign.com/changelog/2023116-webhook-delivery-updates',
        confidence: 'official-doc',
        note: '10 s when it is sent again',
      },
    ],
  },
  {
    component: 'crowdin-webhooks',
    name: 'Crowdin webhooks',
    kind: 'webhook',
    limits: [
      {
        setting: 'response',
        limitMs: 30_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://github.com/crowdin/docs/pull/671',
        confidence: 'official-doc',
      },
    ],
  },
]
