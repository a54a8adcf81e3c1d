/** What a short example on a page may use without declaring it. */
export const docsGlobals = `
import type { Express, NextFunction, Request, Response } from 'express'
import type { Server } from 'node:http'
declare global {
  const app: Express
  const req: Request
  const res: Response
  const next: NextFunction
  const err: unknown
  const error: unknown
  const server: Server
  const render: (error: unknown, res: Response) => void
}
`
