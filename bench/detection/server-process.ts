import { createServer } from 'node:http'
import express from 'express'
import { abortDetection, abortSignal } from '../../src/index.js'
import { serveParent, tellParent } from '../processes/answers.js'
import { businesses, keepBusy } from './busy-loop.js'
import { monotonicNs } from './clock.js'

/**
 * Tells when it began to work on a request, and then when the signal aborted and when Node's own
 * response closed, by the clock that all processes of a machine share.
 */
const app = express()
app.use(abortDetection())
app.get('/wait', (req, res) => {
  let abortedAt = 0
  abortSignal(req).addEventListener('abort', () => {
    abortedAt = monotonicNs()
  })
  res.once('close', () => {
    tellParent({ abortedAt, closedAt: monotonicNs() })
  })
  tellParent({ began: true })
})

let stop: () => void = () => undefined
serveParent(createServer(app), {
  clock: monotonicNs,
  keepBusy: (index: number) => {
    stop()
    stop = keepBusy(businesses[index]!)
  },
})
