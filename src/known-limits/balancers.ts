import type { KnownComponent } from './known-limit.js'

/** Load balancers of the clouds. */
export const balancers: readonly KnownComponent[] = [
  {
    component: 'aws-alb',
    name: 'AWS ALB',
    kind: 'balancer',
    limits: [
      {
        setting: 'idle_timeout.timeout_seconds',
        limitMs: 60_000,
        basis: 'idle',
        covers: 'exchange',
        side: 'both',
        source:
          'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html',
        confidence: 'official-doc',
        note: '1 to 4,000 s; on the connections to the client and to the server; the client is answered 504, and one that leaves is logged as 460',
      },
    ],
  },
  {
    component: 'aws-elb',
    name: 'AWS Classic ELB',
    kind: 'balancer',
    limits: [
      {
        setting: 'idle timeout',
        limitMs: 60_000,
        basis: 'idle',
        covers: 'exchange',
        side: 'both',
        source:
          'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-idle-timeout.html',
        confidence: 'official-doc',
      },
    ],
  },
  {
    component: 'aws-nlb',
    name: 'AWS NLB',
    kind: 'balancer',
    limits: [
      {
        setting: 'TCP idle timeout',
        limitMs: 350_000,
        basis: 'idle',
        covers: 'connection',
        side: 'both',
        closure: ['none'],
        source:
          'https://aws.amazon.com/blogs/networking-and-content-delivery/introducing-nlb-tcp-configurable-idle-timeout/',
        confidence: 'official-doc',
        note: 'configurable; the flow is forgotten without a word, and the next packet answered with a reset',
      },
    ],
  },
  {
    component: 'aws-api-gateway-rest',
    name: 'AWS API Gateway (REST)',
    kind: 'balancer',
    limits: [
      {
        setting: 'integration timeout',
        limitMs: 29_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://repost.aws/questions/QUlDTc_17EQ_mOJAhR3LHNDw',
        confidence: 'official-forum',
        note: 'can be raised for Regional and private APIs since June 2024',
      },
    ],
  },
  {
    component: 'aws-api-gateway-http',
    name: 'AWS API Gateway (HTTP API)',
    kind: 'balancer',
    limits: [
      {
        setting: 'integration timeout',
        limitMs: 30_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://repost.aws/questions/QUWnpIrtCfTZaHXwZVd6JBag',
        confidence: 'secondary',
        note: 'this is the maximum',
      },
    ],
  },
  {
    component: 'gcp',
    name: 'Google Cloud Application Load Balancer',
    kind: 'balancer',
    limits: [
      {
        setting: 'backend service timeout',
        limitMs: 30_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://gcpdiag.dev/rules/lb/BP/2025_002',
        confidence: 'official-doc',
        note: 'the whole answer, however busy it is',
      },
      {
        setting: 'backend HTTP keep-alive timeout',
        limitMs: 600_000,
        basis: 'idle',
        covers: 'keep-alive',
        side: 'server',
        source: 'https://yunke.me/2024/11/21/backend-http-keepalive-timeout',
        confidence: 'secondary',
        note: 'fixed; quotes the documentation of Google Cloud',
      },
    ],
  },
  {
    component: 'azure-load-balancer',
    name: 'Azure Load Balancer',
    kind: 'balancer',
    limits: [
      {
        setting: 'TCP idle timeout',
        limitMs: 240_000,
        basis: 'idle',
        covers: 'connection',
        side: 'both',
        closure: ['none', 'rst'],
        source:
          'https://github.com/MicrosoftDocs/azure-docs/blob/HEAD/articles/load-balancer/load-balancer-tcp-idle-timeout.md',
        confidence: 'official-doc',
        note: 'nothing is told; resets go both ways where TCP Reset is enabled',
      },
    ],
  },
  {
    component: 'azure-application-gateway',
    name: 'Azure Application Gateway',
    kind: 'balancer',
    limits: [
      {
        setting: 'requestTimeout',
        limitMs: 30_000,
        basis: 'age',
        covers: 'exchange',
        side: 'server',
        source: 'https://github.com/Azure/azure-powershell/issues/5145',
        confidence: 'issue',
        note: 'set to this by a cmdlet; 20 s in the portal is not confirmed',
      },
    ],
  },
  {
    component: 'huawei-elb',
    name: 'Huawei Cloud ELB',
    kind: 'balancer',
    limits: [
      {
        setting: 'member_timeout',
        limitMs: 60_000,
        basis: 'age',
        covers: 'first-byte',
        side: 'server',
        source: 'https://support.huaweicloud.com/usermanual-cce/cce_10_0730.html',
        confidence: 'official-doc',
      },
    ],
  },
]
