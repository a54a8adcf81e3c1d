import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import multer from 'multer'
import type { Handler } from '../measure/handler-meter.js'
import type { Shop, SignalOf } from '../app.js'

/** An upload that goes straight to the disk. */
export function upload(shop: Shop, signalOf: SignalOf): Handler {
  return async (req, res) => {
    const file = createWriteStream(join(shop.folder, `${String(req.params['name'])}.part`))
    await pipeline(req, file, { signal: signalOf(req) })
    res.status(201).json({ bytes: file.bytesWritten })
  }
}

/** An upload from a form. */
export const readPhoto = multer({ storage: multer.memoryStorage() }).single('photo')
export const keepPhoto: Handler = (req, res) => res.status(201).json({ bytes: req.file?.size })

/** An upload as JSON, which Express' own parser has read before. */
export const takeImport: Handler = (req, res) => {
  const { text } = req.body as { text: string }
  res.status(201).json({ bytes: text.length })
}
