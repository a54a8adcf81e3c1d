/** When a release line of Node stops being kept, by https://github.com/nodejs/Release. */
export const endOfLife: Readonly<Record<number, string>> = {
  18: '2025-04-30',
  19: '2023-06-01',
  20: '2026-04-30',
  21: '2024-06-01',
  22: '2027-04-30',
  23: '2025-06-01',
  24: '2028-04-30',
  25: '2026-06-01',
  26: '2029-04-30',
}

/** The oldest Node that express-hangup supports. */
export const oldestMajor = 20

/** What Node gets wrong about clients that leave, where it matters to a server. */
export interface NodeFlaw {
  /** The first version that has it, and the first that has not. */
  readonly from: readonly [major: number, minor: number]
  readonly until: readonly [major: number, minor: number]
  readonly level: 'fault' | 'notice'
  readonly title: string
  readonly effect: string
  readonly fix: string
}

export const nodeFlaws: readonly NodeFlaw[] = [
  {
    from: [24, 16],
    until: [24, 20],
    level: 'fault',
    title: 'req.signal of Node itself aborts on requests that complete',
    effect:
      'What is given it is cancelled although the client is there: for a POST before the handler ' +
      'has answered (nodejs/node#63532, #64390)',
    fix: 'upgrade Node to 24.20 or later, and use abortSignal(req) of express-hangup',
  },
  {
    from: [0, 0],
    until: [24, 0],
    level: 'notice',
    title: "the 'finish' event of a response comes also where the client was gone",
    effect:
      'Loggers that listen to it write 200 for answers that were lost on their way out; the ' +
      'records of express-hangup say client-disconnected, flushing',
    fix: 'count by the records, or upgrade to Node 24',
  },
  {
    from: [24, 0],
    until: [27, 0],
    level: 'notice',
    title: 'pipeline(file, res) throws at once where the client has left before',
    effect:
      'ERR_STREAM_UNABLE_TO_PIPE is thrown, not given to the callback: from a timer or an event ' +
      'listener it ends the process, and the file stays open',
    fix: 'ask abortSignal(res).aborted before, or await pipeline of node:stream/promises',
  },
]
