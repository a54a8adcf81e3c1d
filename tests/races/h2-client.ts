import { once } from 'node:events'
import http2 from 'node:http2'
import type { Plan } from './plan.js'
import type { WireAnswer } from './wire.js'

/** One stream that lives through its plan. */
export class H2Stream {
  readonly #stream: http2.ClientHttp2Stream
  readonly #answers: { status: number; id: string | undefined }[] = []
  #ended = false
  readonly closed: Promise<unknown>

  constructor(session: http2.ClientHttp2Session, id: number) {
    const stream = session.request({ ':path': `/${id}` })
    this.#stream = stream
    stream.on('error', () => undefined).on('end', () => (this.#ended = true))
    stream.on('response', (headers) => {
      this.#answers.push({ status: headers[':status'] ?? 0, id: headers['x-id'] as string })
    })
    stream.resume()
    this.closed = once(stream, 'close').catch(() => undefined)
  }

  depart(how: Plan['departure']): void {
    if (how !== 'never') this.#stream.close(http2.constants.NGHTTP2_CANCEL)
  }

  get answers(): WireAnswer[] {
    const whole = this.#ended && this.#stream.rstCode === http2.constants.NGHTTP2_NO_ERROR
    return this.#answers.map((answer) => ({ ...answer, whole }))
  }
}
