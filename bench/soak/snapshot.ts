import type { EventEmitter } from 'node:events'
import { readdirSync, readlinkSync } from 'node:fs'
import { liveBytes } from '../processes/heap.js'
import { liveTimers } from './live-timers.js'

/** What a process holds when nobody asks anything of it. */
export interface Snapshot {
  readonly listeners: number
  readonly timers: number
  readonly sockets: number
  readonly descriptors: number
  /** Node's own list of what keeps the process alive. */
  readonly resources: readonly string[]
  /** In bytes. */
  readonly heap: number
}

export async function snapshot(emitters: readonly EventEmitter[]): Promise<Snapshot> {
  const heap = await liveBytes()
  const descriptors = openDescriptors()
  return {
    listeners: [process, ...emitters].reduce((sum, emitter) => sum + listenersOf(emitter), 0),
    timers: liveTimers(),
    sockets: descriptors.filter((path) => path.startsWith('socket:')).length,
    descriptors: descriptors.length,
    resources: process.getActiveResourcesInfo().sort(),
    heap,
  }
}

function listenersOf(emitter: EventEmitter): number {
  return emitter.eventNames().reduce((sum, event) => sum + emitter.listenerCount(event), 0)
}

/** What each descriptor stands for; none where the system does not tell. */
function openDescriptors(): string[] {
  const folder = '/proc/self/fd'
  try {
    return readdirSync(folder).flatMap((descriptor) => {
      try {
        return [readlinkSync(`${folder}/${descriptor}`)]
      } catch {
        return [] // that of the listing itself
      }
    })
  } catch {
    return []
  }
}
