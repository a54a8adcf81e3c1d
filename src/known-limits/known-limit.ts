/** What kind of thing keeps the limit. */
export type ComponentKind =
  'balancer' | 'platform' | 'cdn' | 'proxy' | 'client' | 'webhook' | 'probe' | 'server'

/**
 * What a limit is about:
 * `connect` opening the connection to the server;
 * `request` receiving the request, from whoever is in front;
 * `send` passing the request on to the server;
 * `first-byte` until the header of the answer is there;
 * `exchange` the answer: with basis `age` the whole of it, with `idle` the silence before and in it;
 * `delivery` passing the answer on to whoever is in front;
 * `keep-alive` a connection between two exchanges;
 * `connection` any silence on the connection, in an exchange or between two;
 * `shutdown` what is left when the component restarts.
 */
export type Covers =
  | 'connect'
  | 'request'
  | 'send'
  | 'first-byte'
  | 'exchange'
  | 'delivery'
  | 'keep-alive'
  | 'connection'
  | 'shutdown'

/** Where a value was found: in source code, down to a word of mouth. */
export type LimitConfidence =
  'source' | 'official-doc' | 'official-forum' | 'issue' | 'secondary' | 'unconfirmed'

/** How the server sees the connection close; `none` where it is told nothing. */
export type SeenClosure = 'fin' | 'rst' | 'none'

/** A time limit of something in front of the server, of a client, or of Node, as it is by default. */
export interface KnownLimit {
  /** `component/setting`, unique. */
  readonly id: string
  /** The component's identifier, such as `aws-alb`. */
  readonly component: string
  /** Its name for people, such as `AWS ALB`. */
  readonly name: string
  readonly kind: ComponentKind
  /** The setting, as the component calls it. */
  readonly setting: string
  /** Milliseconds; `null` where there is no limit unless it is set. */
  readonly limitMs: number | null
  /** Counted from the start (`age`), or since the last byte (`idle`). */
  readonly basis: 'age' | 'idle'
  readonly covers: Covers
  /** Which of the component's connections it watches: the one to the server, to the client, or both. */
  readonly side: 'server' | 'client' | 'both'
  /** How the server sees it pass, where that was measured or is documented; else empty. */
  readonly closure: readonly SeenClosure[]
  /** Where the value was found: an https address. */
  readonly source: string
  readonly confidence: LimitConfidence
  /** The version it was measured on; `null` where the source names none. */
  readonly version: string | null
  readonly note: string
}

/** A component with its limits, as the files of this folder write it down. */
export interface KnownComponent extends Pick<KnownLimit, 'component' | 'name' | 'kind'> {
  readonly limits: ReadonlyArray<
    Pick<
      KnownLimit,
      'setting' | 'limitMs' | 'basis' | 'covers' | 'side' | 'source' | 'confidence'
    > &
      Partial<Pick<KnownLimit, 'closure' | 'version' | 'note'>>
  >
}
