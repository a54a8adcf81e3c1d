import { get, type IncomingMessage } from 'node:http'

/** The application's client for the servers behind it. */
export class Services {
  constructor(private readonly origin: string) {}

  async rows(page: number, requestId?: string, signal?: AbortSignal): Promise<unknown> {
    const answer = await fetch(`${this.origin}/rows/${String(page)}`, {
      headers: { 'x-request-id': requestId ?? '-' },
      signal: signal ?? null,
    })
    return answer.json()
  }

  catalogue(number: string, requestId?: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers = { 'x-request-id': requestId ?? '-' }
      get(`${this.origin}/catalogue/${number}`, { headers }, resolve).on('error', reject)
    })
  }
}
