import { Link, type Crossing } from './link.js'
import type { Shape } from './shaped-pipe.js'

const GATEWAY_TIMEOUT =
  'HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'

export interface LoadBalancerOptions {
  readonly target: () => Promise<number> | number
  /** The line between the balancer and its users. */
  readonly shape: Shape
  /** A connection on which no byte has moved for so long is cut. */
  readonly idleMs: number
  /** Which user's connection was cut, by the port it came from. */
  readonly onCut: (clientPort: number | undefined) => void
}

/**
 * A load balancer with an idle limit, at the end of its users' line. Where nothing has been
 * answered yet the user gets a 504, else a broken answer; the application gets a FIN, then a RST.
 */
export class LoadBalancer {
  readonly #link: Link
  readonly #clock: NodeJS.Timeout

  constructor(private readonly options: LoadBalancerOptions) {
    this.#link = new Link(options.target, options.shape)
    this.#clock = setInterval(() => {
      for (const crossing of this.#link.crossings) this.#check(crossing)
    }, options.idleMs / 20)
  }

  listen(): Promise<number> {
    return this.#link.listen()
  }

  async close(): Promise<void> {
    clearInterval(this.#clock)
    await this.#link.close()
  }

  #check(crossing: Crossing): void {
    if (crossing.idleMs() < this.options.idleMs) return
    this.#link.crossings.delete(crossing)
    this.options.onCut(crossing.client.remotePort)
    crossing.cutClient(crossing.deliveredToClient === 0 ? GATEWAY_TIMEOUT : null)
    crossing.cutServer(2 * this.options.shape.latencyMs)
  }
}
