import busboy from 'busboy'
import express from 'express'
import express4 from 'express4'
import multer from 'multer'
import { pipeline } from 'node:stream/promises'
import { Writable } from 'node:stream'
import { asyncLayer, type Layer } from '../layers.js'
import type { Upload } from '../row.js'
import { answer } from './answers.js'
import { everywhere, onHttp1, type HandlerSpec } from './spec.js'
import type { Stage } from '../stage.js'

const text = 'u'.repeat(32 * 1024)
const json: Upload = { type: 'application/json', body: Buffer.from(JSON.stringify({ text })) }
const bytes: Upload = { type: 'application/octet-stream', body: Buffer.from(text) }
const form: Upload = {
  type: 'multipart/form-data; boundary=frontier',
  body: Buffer.from(
    '--frontier\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n' +
      `Content-Type: text/plain\r\n\r\n${text}\r\n--frontier--\r\n`,
  ),
}

/** Stands before the reader of the body: from here on the client can strike in mid-body. */
const arriving = (stage: Stage): Layer =>
  function arriving(_req, _res, next) {
    stage.reach('receiving')
    next()
  }

/** What runs when the body is there. */
const afterwards = (stage: Stage): Layer =>
  asyncLayer(async (_req, res) => {
    await stage.hold('processing')
    answer(stage, res)
  })

const afterBody = { processing: {}, flushing: { stalled: true }, done: {} } as const
const rejecting = { receiving: { surfaces: 'some' }, ...afterBody } as const

const middleware = (
  name: string,
  upload: Upload,
  make: (express: typeof express4) => unknown,
): HandlerSpec => ({
  name,
  family: 'uploads',
  upload,
  runsOn: everywhere,
  phases: rejecting,
  layers: (stage, server) => [
    arriving(stage),
    make(server === 'express4' ? express4 : (express as unknown as typeof express4)) as Layer,
    afterwards(stage),
  ],
})

export const uploads: readonly HandlerSpec[] = [
  middleware('express.json', json, ({ json }) => json()),
  middleware('express.raw', bytes, ({ raw }) => raw()),
  middleware('multer', form, () => multer({ storage: multer.memoryStorage() }).single('file')),
  {
    name: 'busboy',
    family: 'uploads',
    upload: form,
    runsOn: everywhere,
    // `req.pipe(busboy)` hears nothing of an abort on HTTP/1, so the handler hangs.
    phases: { receiving: {}, ...afterBody },
    layers: (stage) => [
      arriving(stage),
      (req, _res, next) => {
        const parser = busboy({ headers: req.headers })
        parser.on('file', (_name, file) => {
          file.on('error', stage.callback('file error')).resume()
        })
        parser.once('error', next)
        parser.once('finish', () => {
          next()
        })
        req.pipe(parser)
      },
      afterwards(stage),
    ],
  },
  {
    name: 'for await (req)',
    family: 'uploads',
    upload: bytes,
    runsOn: everywhere,
    phases: rejecting,
    layers: (stage) => [
      arriving(stage),
      asyncLayer(async (req, _res, next) => {
        for await (const _part of req);
        next()
      }),
      afterwards(stage),
    ],
  },
  {
    name: 'pipeline from the request',
    family: 'uploads',
    upload: bytes,
    runsOn: everywhere,
    phases: rejecting,
    layers: (stage) => [
      arriving(stage),
      asyncLayer(async (req, _res, next) => {
        await pipeline(
          req,
          new Writable({
            write: (_part, _encoding, done) => {
              done()
            },
          }),
        )
        next()
      }),
      afterwards(stage),
    ],
  },
  {
    name: 'request error listener',
    family: 'uploads',
    upload: bytes,
    runsOn: onHttp1,
    phases: rejecting,
    layers: (stage) => [
      arriving(stage),
      (req, _res, next) => {
        req.once('error', next)
        req.once('end', () => {
          next()
        })
        req.resume()
      },
      afterwards(stage),
    ],
  },
]
