/** What a user of `@types/connect-timeout` may have written, below the line that loads it. */
const body = `
import express = require('express')

const options: timeout.TimeoutOptions = {}
options.respond = false
const minute: express.RequestHandler = timeout(60_000, options)
const five: express.RequestHandler = timeout('5s')

function haltOnTimedout(req: express.Request, res: express.Response, next: express.NextFunction) {
  if (!req.timedout) next()
}

const app = express()
app.use(timeout('5s'), minute, five)
app.use(express.json(), haltOnTimedout)
app.post('/save/:id', timeout('1m', { respond: true }), haltOnTimedout, (req, res, next) => {
  const { id } = req.params
  const late: boolean = req.timedout
  req.on('timeout', (ms: number) => console.log(ms))
  req.clearTimeout()
  if (late) next()
  else res.send({ id })
})
app.route('/other').get(timeout(100), (req, res) => void res.json(req.timedout))
express.Router().use('/slow', timeout(100, { respond: undefined }))
`

const asModule = (load: string): string =>
  load + body.replace("import express = require('express')", "import express from 'express'")

/** Files of that user, for each way to load the package; only that line names it. */
export function connectTimeoutUser(specifier: string): Readonly<Record<string, string>> {
  return {
    'import-require.cts': `import timeout = require('${specifier}')${body}`,
    'default-import.cts': asModule(`import timeout from '${specifier}'`),
    'default-import.mts': asModule(`import timeout from '${specifier}'`),
    'type-elsewhere.cts': `import './import-require.cjs'\nexport const late = (req: Express.Request) => req.timedout\n`,
    'require.cjs': `
      // @ts-check
      const timeout = require('${specifier}')
      const express = require('express')
      express().use(timeout('5s'), (req, res, next) => {
        req.clearTimeout()
        if (!req.timedout) next()
      })`,
  }
}

/** The same where `esModuleInterop` is off. */
export function oldConnectTimeoutUser(specifier: string): Readonly<Record<string, string>> {
  return { 'star-import.ts': `import * as timeout from '${specifier}'${body}` }
}
