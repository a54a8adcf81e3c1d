import type { Conditions } from '../conditions.js'
import { Upstream } from '../world/upstream.js'
import type { Door } from '../world/users.js'
import { Link } from './link.js'
import { LoadBalancer } from './load-balancer.js'

/** What stands around the application: nothing but loopback, or lines and a load balancer. */
export class Surroundings {
  /** Requests whose connection the load balancer has cut. */
  readonly cut = new Set<string>()
  readonly #upstream = new Upstream()
  readonly #requestByPort = new Map<number, string>()
  readonly #open: { close(): Promise<void> }[] = []

  constructor(private readonly conditions: Conditions) {}

  /** Requests whose upstream connection was reset. */
  get resets(): ReadonlySet<string> {
    return this.#upstream.resets
  }

  /** The port where the application finds its upstream. */
  async openUpstream(): Promise<number> {
    const port = await this.#upstream.listen()
    this.#open.push(this.#upstream)
    const shape = this.conditions.upstreamLine
    if (shape === null) return port
    const link = new Link(() => port, shape)
    this.#open.push(link)
    return link.listen()
  }

  /** Where the users of an application come in. */
  async openDoor(application: () => Promise<number>): Promise<Door> {
    const onConnected: Door['onConnected'] = (visit, localPort) => {
      if (localPort !== undefined) this.#requestByPort.set(localPort, visit.id)
    }
    const { line, idleMs } = this.conditions
    if (line === null) return { port: application, onConnected }
    const balancer = new LoadBalancer({
      target: application,
      shape: line,
      idleMs,
      onCut: (clientPort) => {
        const id = this.#requestByPort.get(clientPort ?? 0)
        if (id !== undefined) this.cut.add(id)
      },
    })
    this.#open.push(balancer)
    const port = await balancer.listen()
    // As a balancer's health check does: nobody is let in while the application starts.
    return { port: () => application().then(() => port), onConnected }
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map((part) => part.close()))
  }
}
