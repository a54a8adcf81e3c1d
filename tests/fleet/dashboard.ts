import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fleetFolder } from './program.js'

interface Panel {
  readonly id: number
  readonly title: string
  readonly type: string
  readonly description: string
  readonly gridPos: {
    readonly x: number
    readonly y: number
    readonly w: number
    readonly h: number
  }
  readonly targets: readonly { readonly refId: string; readonly expr: string }[]
}

interface Variable {
  readonly name: string
  readonly type: 'query' | 'datasource'
  readonly definition?: string
}

interface Dashboard {
  readonly panels: readonly Panel[]
  readonly templating: { readonly list: readonly Variable[] }
}

export const dashboard = JSON.parse(
  readFileSync(join(fleetFolder, 'grafana/dashboard.json'), 'utf8'),
) as Dashboard

/** Each query, as Grafana would send it with every job and every route chosen. */
export const panelQueries = dashboard.panels.flatMap(({ title, targets }) =>
  targets.map(({ refId, expr }) => ({ title: `${title} ${refId}`, query: filledIn(expr) })),
)

/** Where the dashboard's own variables take their values from: `label_values(selector, label)`. */
export const variables = dashboard.templating.list.flatMap(({ name, definition }) => {
  if (definition === undefined) return []
  const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(definition) ?? []
  return [{ name, selector: filledIn(selector), label }]
})

function filledIn(expr: string): string {
  return expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$(job|route)\b/g, '.*')
}
