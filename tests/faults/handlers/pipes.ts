import compression from 'compression'
import { createReadStream } from 'node:fs'
import { pipeline, type Readable } from 'node:stream'
import { pipeline as pipelinePromise } from 'node:stream/promises'
import { asyncLayer, type Layer } from '../layers.js'
import { big, bigFile, chunk, mega } from '../payload.js'
import type { Stage } from '../stage.js'
import { sendBytes } from './answers.js'
import { everywhere, onHttp1, type HandlerSpec } from './spec.js'

function openFile(stage: Stage): Readable {
  const file = createReadStream(bigFile())
  file.on('error', stage.callback('file error'))
  stage.onCleanUp(() => file.destroy())
  return file
}

const inMiddle = { processing: {}, responding: { stalled: true } } as const

const compressed = { 'Accept-Encoding': 'gzip' }
const compress = compression() as unknown as Layer

export const pipes: readonly HandlerSpec[] = [
  {
    name: 'pipe',
    family: 'streams',
    runsOn: everywhere,
    phases: inMiddle,
    layers: (stage) => [
      asyncLayer(async (_req, res) => {
        await stage.hold('processing')
        openFile(stage).pipe(res)
        stage.reach('responding')
      }),
    ],
  },
  {
    name: 'pipeline with a callback',
    family: 'streams',
    runsOn: everywhere,
    phases: inMiddle,
    layers: (stage) => [
      asyncLayer(async (_req, res, next) => {
        await stage.hold('processing')
        pipeline(openFile(stage), res, (error) => {
          if (error) next(error)
        })
        stage.reach('responding')
      }),
    ],
  },
  {
    name: 'pipeline promise',
    family: 'streams',
    runsOn: everywhere,
    phases: inMiddle,
    layers: (stage) => [
      asyncLayer(async (_req, res) => {
        await stage.hold('processing')
        const piped = pipelinePromise(openFile(stage), res)
        stage.reach('responding')
        await piped
      }),
    ],
  },
  {
    name: 'async generator pipeline',
    family: 'streams',
    runsOn: everywhere,
    phases: inMiddle,
    layers: (stage) => [
      asyncLayer(async (_req, res) => {
        await stage.hold('processing')
        stage.reach('responding')

        await pipelinePromise(async function* () {
          for (let i = 0; i < 12; i++) yield mega
        }, res)
      }),
    ],
  },
  {
    name: 'async generator that waits',
    family: 'streams',
    runsOn: everywhere,
    phases: { responding: {}, done: {} },
    layers: (stage) => [
      asyncLayer(async (_req, res) => {
        await pipelinePromise(async function* () {
          yield chunk
          await stage.hold('responding')
          yield chunk
        }, res)
      }),
    ],
  },
  {
    name: 'compression and pipe',
    family: 'compression',
    runsOn: everywhere,
    headers: compressed,
    phases: inMiddle,
    layers: (stage) => [
      compress,
      asyncLayer(async (_req, res) => {
        await stage.hold('processing')
        res.setHeader('Content-Type', 'text/plain')
        openFile(stage).pipe(res)
        stage.reach('responding')
      }),
    ],
  },
  {
    name: 'compression and send 12 MB',
    family: 'compression',
    runsOn: onHttp1,
    headers: compressed,
    // compression ends the real response later than the application does.
    phases: { processing: {}, flushing: { stalled: true, seenAs: 'responding' } },
    layers: (stage) => [
      compress,
      asyncLayer(async (_req, res) => {
        await stage.hold('processing')
        res.setHeader('Content-Type', 'text/plain')
        sendBytes(res, big)
        stage.reach('flushing')
      }),
    ],
  },
]
