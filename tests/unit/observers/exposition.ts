import type { Registry } from 'prom-client'

export type Labels = Readonly<Record<string, string>>

export interface Series {
  readonly name: string
  readonly labels: Labels
  readonly value: number
}

/** The samples of a scrape in Prometheus' text format. */
export function series(text: string): Series[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)]
      return {
        name,
        labels: Object.fromEntries(pairs.map(([, key = '', label = '']) => [key, label])),
        value: Number(value),
      }
    })
}

/** The samples of one name on a registry. */
export async function seriesOf(
  register: Pick<Registry, 'metrics'>,
  name: string,
): Promise<[Labels, number][]> {
  return series(await register.metrics())
    .filter((each) => each.name === name)
    .map(({ labels, value }) => [labels, value])
}
