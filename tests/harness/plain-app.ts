import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App, ErrorMiddleware, Middleware, Next, RequestListener } from './http-shapes.js'

const isErrorMiddleware = (layer: Middleware | ErrorMiddleware): layer is ErrorMiddleware =>
  layer.length === 4

/** What somebody without a framework writes: middleware called one after the other, nothing else. */
export function plainApp(): App & { listener: RequestListener } {
  const layers: (Middleware | ErrorMiddleware)[] = []

  const run = (index: number, error: unknown, req: IncomingMessage, res: ServerResponse): void => {
    const layer = layers[index]
    if (layer === undefined) {
      if (res.headersSent) return void res.destroy()
      res.statusCode = error === undefined ? 404 : 500
      return void res.end()
    }
    const next: Next = (nextError) => {
      run(index + 1, nextError, req, res)
    }
    try {
      if (isErrorMiddleware(layer)) {
        if (error === undefined) next()
        else layer(error, req, res, next)
      } else if (error === undefined) layer(req, res, next)
      else next(error)
    } catch (thrown) {
      next(thrown)
    }
  }

  return {
    use(...added) {
      layers.push(...added)
    },
    listener: (req, res) => {
      run(0, undefined, req, res)
    },
  }
}
