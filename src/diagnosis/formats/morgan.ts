import type { Facts, TextFormat, Verdict } from './format.js'
import { completed, left } from './verdicts.js'

function morganVerdict({ status }: Readonly<Facts>): Verdict {
  return status === 0 || status === 499 ? left.processing : completed
}

const described = {
  kind: 'text',
  component: null,
  source: 'https://github.com/expressjs/morgan#predefined-formats',
  disconnect:
    'A status of `-`: no header had been sent. morgan writes no time for those, and writes the usual status where the client left during the answer.',
  tells: ['route', 'phase'],
  advice:
    'morgan writes no time for a client that left, so ages and limits cannot be told: use winstonObserver, or see docs/how-to/loggers.md.',
  verdict: morganVerdict,
} as const

export const morganCommon: TextFormat = {
  ...described,
  name: 'morgan-common',
  title: 'morgan common, or the Common Log Format',
  templates: ['{address} - {-} [{end:clf}] "{request}" {status} {bytesOut}'],
}

/** Each colours its own part, and not at all where the terminal has no colours. */
const RESET = '\u001b[0m'

export const morganDev: TextFormat = {
  ...described,
  name: 'morgan-dev',
  title: 'morgan dev, with its colours or without',
  templates: [
    `${RESET}{method} {path} \u001b[{-}m{status}${RESET} {-} ms - {bytesOut}${RESET}`,
    '{method} {path} {status} {-} ms - {bytesOut}',
  ],
}

export const morganShort: TextFormat = {
  ...described,
  name: 'morgan-short',
  title: 'morgan short',
  templates: ['{address} {-} {method} {path} HTTP/{-} {status} {bytesOut} - {-} ms'],
}

export const morganTiny: TextFormat = {
  ...described,
  name: 'morgan-tiny',
  title: 'morgan tiny',
  templates: ['{method} {path} {status} {bytesOut} - {-} ms'],
}
