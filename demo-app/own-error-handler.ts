import type { NextFunction, Request, Response } from 'express'

/** The application's own error handler, such as many applications have it. */
export function ownErrorHandler(
  error: unknown,
  req: Request,
  res: Response,
  _next: NextFunction,
): void {
  console.error(`[${req.get('x-request-id') ?? '-'}] ${req.method} ${req.path}`, error)
  if (res.headersSent) res.destroy()
  else res.status(500).json({ error: 'Something went wrong' })
}
