// The layers of src/: each folder with the folders it may import, beside itself.
// Folders of one layer never import each other; what they share stands in a layer below.
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'

const data = ['types', 'known-limits']
const exchange = [...data, 'errors']
const attribution = [...exchange, 'exchange']
const middleware = [...attribution, 'attribution']
const reporting = [...middleware, 'middleware']
const outermost = [...reporting, 'diagnosis', 'observers', 'server', 'sessions']

export const layers = {
  types: [],
  'known-limits': [],
  errors: data,
  exchange,
  attribution,
  middleware,
  diagnosis: reporting,
  observers: reporting,
  server: reporting,
  sessions: reporting,
  cli: outermost,
  compat: outermost,
}

/** What stands outside of src/ and is never imported from it. */
const outside = ['tests', 'demo-app', 'bench', 'scripts', 'dist', 'build']

/** The only packages src/ may name, with the folders that may name them; some by type only. */
const packages = [
  { name: 'on-finished', folders: ['exchange', 'middleware'], typesOnly: false },
  { name: 'winston', folders: ['observers'], typesOnly: true },
  { name: 'prom-client', folders: ['observers'], typesOnly: false },
  { name: 'express-session', folders: ['sessions'], typesOnly: true },
  { name: 'croner', folders: ['sessions'], typesOnly: false },
]

function pathRules(basePath) {
  const zones = Object.entries(layers).map(([folder, below]) => ({
    target: `src/${folder}`,
    from: 'src',
    except: [folder, ...below],
    message:
      below.length === 0
        ? `${folder}/ imports nothing.`
        : `${folder}/ may import ${below.join(', ')} only.`,
  }))
  zones.push({ target: 'src', from: outside, message: 'src/ stands by itself.' })
  return ['error', { basePath, zones }]
}

function packageRules(folder) {
  const mine = packages.filter(({ folders }) => folders.includes(folder))
  const allowed = ['\\.', ...mine.map(({ name }) => `${name}$`)]
  if (layers[folder]?.length !== 0) allowed.push('node:')
  return [
    'error',
    {
      patterns: [
        {
          regex: `^(?!${allowed.join('|')})`,
          message: `${folder}/ may not name this package (see eslint.layers.mjs).`,
        },
        ...mine
          .filter(({ typesOnly }) => typesOnly)
          .map(({ name }) => ({
            regex: `^${name}$`,
            allowTypeImports: true,
            message: `${name} is an optional peer: import its types only.`,
          })),
      ],
    },
  ]
}

/** The configuration that holds `basePath`/src to its layers. */
export function layerConfigs(basePath) {
  return [
    {
      name: 'layers',
      files: ['src/**/*.ts'],
      plugins: { 'import-x': importX, '@typescript-eslint': tseslint.plugin },
      settings: {
        'import-x/extensions': ['.ts'],
        'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
        'import-x/resolver-next': [
          createNodeResolver({ extensions: ['.ts', '.js'], extensionAlias: { '.js': ['.ts'] } }),
        ],
      },
      rules: {
        'import-x/no-restricted-paths': pathRules(basePath),
        'import-x/no-cycle': 'error',
        '@typescript-eslint/no-restricted-imports': packageRules('src'),
      },
    },
    ...Object.keys(layers).map((folder) => ({
      name: `layers/${folder}`,
      files: [`src/${folder}/**/*.ts`],
      rules: { '@typescript-eslint/no-restricted-imports': packageRules(folder) },
    })),
  ]
}
