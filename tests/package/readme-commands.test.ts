import { blocksOf } from './markdown.js'
import { packageJson, readText } from './root.js'

const inReadme = blocksOf('README.md')
  .filter(({ language }) => language === 'sh' || language === 'bash')
  .flatMap(({ code }) => code.split('\n'))
  .filter((line) => /\bnpm (run|test|ci)\b/.test(line))

const inCi = [...readText('.ci/run').matchAll(/^stage \w+ '(.*)'$/gm)].map(
  ([, command]) => command!,
)

describe('the commands of the README', () => {
  it('are the demo and the tests, from a fresh clone', () => {
    expect(inReadme).toEqual(['npm ci && npm run demo', 'npm ci && npm test'])
  })

  it.each(inReadme)('.ci/run runs %s as it stands', (command) => {
    expect(inCi).toContain(command)
  })

  it('are run first, before anything else has prepared the ground', () => {
    expect(inCi.slice(0, inReadme.length)).toEqual(inReadme)
  })
})

describe('.ci/run', () => {
  const scripts = inCi.flatMap((command) =>
    [...command.matchAll(/npm (?:run )?([\w:]+)/g)].map(([, name]) => name!),
  )

  it.each(scripts.filter((name) => name !== 'ci'))('runs %s, which package.json has', (name) => {
    expect(Object.keys(packageJson.scripts)).toContain(name)
  })
})
