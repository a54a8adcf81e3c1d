import type { Response } from 'express'
import { asyncLayer } from '../layers.js'
import { bigFile } from '../payload.js'
import { onExpress, type HandlerSpec } from './spec.js'

export const files: readonly HandlerSpec[] = [
  {
    name: 'sendFile',
    family: 'files',
    runsOn: onExpress,
    phases: { processing: { surfaces: 'some' }, responding: { stalled: true, surfaces: 'some' } },
    layers: (stage) => [
      asyncLayer(async (_req, res, next) => {
        await stage.hold('processing')
        ;(res as Response).sendFile(bigFile(), (error?: Error) => {
          if (error) next(error)
        })
        stage.reach('responding')
      }),
    ],
  },
  {
    name: 'download',
    family: 'files',
    runsOn: onExpress,
    phases: { processing: { surfaces: 'some' }, responding: { stalled: true, surfaces: 'some' } },
    layers: (stage) => [
      asyncLayer(async (_req, res, next) => {
        await stage.hold('processing')
        ;(res as Response).download(bigFile(), 'report.bin', (error?: Error) => {
          if (error) next(error)
        })
        stage.reach('responding')
      }),
    ],
  },
]
