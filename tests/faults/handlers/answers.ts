import type { Response } from 'express'
import type { ServerResponse } from 'node:http'
import { asyncLayer } from '../layers.js'
import { big, bigText } from '../payload.js'
import type { Stage } from '../stage.js'
import { everywhere, type HandlerSpec } from './spec.js'

/** `res.json` of Express, or what one writes without it. */
export function sendJson(res: ServerResponse, value: unknown): void {
  if (isExpress(res)) return void res.json(value)
  res.setHeader('Content-Type', 'application/json')
  res.end(JSON.stringify(value))
}

/** `res.send` of Express, or what one writes without it. */
export function sendBytes(res: ServerResponse, bytes: Buffer): void {
  if (isExpress(res)) return void res.send(bytes)
  res.setHeader('Content-Length', bytes.length)
  res.end(bytes)
}

const isExpress = (res: ServerResponse): res is Response => 'json' in res

/** Answers: something big where the client shall be struck while that is flushed. */
export function answer(stage: Stage, res: ServerResponse): void {
  if (stage.strikesAt('flushing')) sendBytes(res, big)
  else sendJson(res, { ok: true })
  stage.reach('flushing')
}

export const answers: readonly HandlerSpec[] = [
  {
    name: 'json',
    family: 'answers',
    runsOn: everywhere,
    phases: { processing: {}, flushing: { stalled: true }, done: {} },
    layers: (stage) => [
      asyncLayer(async (_req, res) => {
        await stage.hold('processing')
        sendJson(res, stage.strikesAt('flushing') ? { text: bigText } : { ok: true })
        stage.reach('flushing')
      }),
    ],
  },
  {
    name: 'json without reading the upload',
    family: 'answers',
    runsOn: everywhere,
    upload: { type: 'text/plain', body: Buffer.alloc(2048, 'u') },
    phases: { receiving: {}, done: {} },
    layers: (stage) => [
      asyncLayer(async (_req, res) => {
        await stage.hold('receiving')
        sendJson(res, { ok: true })
      }),
    ],
  },
  {
    name: 'send 12 MB',
    family: 'answers',
    runsOn: everywhere,
    phases: { processing: {}, flushing: { stalled: true } },
    layers: (stage) => [
      asyncLayer(async (_req, res) => {
        await stage.hold('processing')
        sendBytes(res, big)
        stage.reach('flushing')
      }),
    ],
  },
  {
    name: 'end 12 MB with a callback',
    family: 'answers',
    runsOn: everywhere,
    phases: { processing: {}, flushing: { stalled: true } },
    layers: (stage) => [
      asyncLayer(async (_req, res) => {
        await stage.hold('processing')
        res.end(big, stage.callback('end callback'))
        stage.reach('flushing')
      }),
    ],
  },
]
