import type { Figures } from './figures.js'

const percent = (part: number, whole: number): string =>
  whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} %`

/** The figures of one run, as lines to print. */
export function figureLines(figures: Figures): string[] {
  const { client, application, cancel, server, timeout } = figures.byOwner
  const { exchanges, outcomeAndPhaseRight } = figures
  return [
    `Fault matrix on Node ${figures.node}: ${String(figures.rows)} rows, ${String(figures.failing)} failing`,
    `  upstream errors called the client's     ${String(application.origins.client)} of ${String(application.surfaced)} (a code list: ${percent(application.codeList, application.surfaced)})`,
    `  upstream errors left ambiguous          ${String(application.origins.ambiguous)} of ${String(application.surfaced)}`,
    `  client faults called the client's       ${String(client.origins.client)} of ${String(client.surfaced)}, ${percent(client.origins.client, client.surfaced)} (a code list: ${percent(client.codeList, client.surfaced)})`,
    `  client faults left ambiguous            ${String(client.origins.ambiguous)}`,
    `  upstreams given up after the client     ${String(cancel.surfaced)}: ${String(cancel.origins.client)} client, ${String(cancel.origins.ambiguous)} ambiguous, ${String(cancel.origins.application)} application`,
    `  local kills                             ${String(server.surfaced)}: ${String(server.origins.client)} client, ${String(server.origins.server)} server, ${String(server.origins.ambiguous)} ambiguous, ${String(server.origins.application)} application`,
    `  limits                                  ${String(timeout.surfaced)}: ${String(timeout.origins.timeout)} timeout, ${String(timeout.origins.ambiguous)} ambiguous, ${String(timeout.origins.client)} client`,
    `  outcome and phase right                 ${String(outcomeAndPhaseRight)} of ${String(exchanges)}, ${percent(outcomeAndPhaseRight, exchanges)}`,
    `  exchanges settled twice or never        ${String(figures.settledTwiceOrNever)}`,
    ...figures.ambiguous.map(([what, times]) => `    ambiguous ${String(times)} × ${what}`),
  ]
}
