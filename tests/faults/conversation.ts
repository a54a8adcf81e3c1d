import { H2Client } from '../harness/h2-client.js'
import type { RawClient } from '../harness/raw-client.js'
import type { Peer } from './client-faults.js'
import type { Row } from './row.js'

export interface Sent {
  readonly peer: Peer
  /** The client leaves the connection open after its answer, to break it when it is idle. */
  readonly keepsAlive: boolean
  /** What is left of an upload of which only a part was sent. */
  readonly rest: Buffer | undefined
}

/** Sends what the row asks for; nothing of the answer is read. */
export async function send(client: RawClient | H2Client, row: Row): Promise<Sent> {
  const { method, headers = {}, upload, sent } = row.request
  const half = upload && upload.body.length / 2
  const body = upload && {
    data: sent === 'half' ? upload.body.subarray(0, half) : upload.body,
    complete: sent === 'all',
  }
  const rest = sent === 'half' ? upload?.body.subarray(half) : undefined
  const keepsAlive = row.strike !== null
  const fields: Record<string, string> = { ...headers }
  if (upload !== undefined) {
    fields['Content-Type'] = upload.type
    fields['Content-Length'] = String(upload.body.length)
  }
  if (client instanceof H2Client) {
    const stream = client.request({ ':method': method, ':path': '/row', ...fields }, body)
    return { peer: { protocol: 'h2', client, stream }, keepsAlive, rest }
  }
  fields['Host'] = 'localhost'
  fields['Connection'] = keepsAlive ? 'keep-alive' : 'close'
  const head = `${method} /row HTTP/1.1\r\n${lines(fields)}\r\n`
  // In one piece, so that the server has read all of it before a reset can overtake a part: where data
  // and RST arrive together, Node reads an orderly end instead of ECONNRESET.
  const parts = [Buffer.concat([Buffer.from(head), ...(body === undefined ? [] : [body.data])])]
  const peer: Peer = { protocol: 'h1', client }
  if (row.keptAlive === true) {
    client.send(...parts)
    await client.read(isWhole)
  }
  if (row.pipelined !== undefined) client.send(...parallel(parts, row.pipelined - 1))
  client.send(...parts)
  return { peer, keepsAlive, rest }
}

/** Reads the answer to its end, as a client does that stays. */
export async function complete({ peer, keepsAlive, rest }: Sent): Promise<void> {
  if (peer.protocol === 'h1') return void (await peer.client.read(keepsAlive ? isWhole : undefined))
  const { stream, client } = peer
  if (rest !== undefined) stream.once('end', () => stream.end(rest))
  stream.resume()
  if (!stream.destroyed) await new Promise((resolve) => stream.once('close', resolve))
  // The server's stream stays open as long as nobody there reads the rest. A client that has its
  // whole answer, and has sent everything, leaves.
  if (rest !== undefined) client.close()
}

/** True for an answer in chunks that has its last one, and for the short ones with a length. */
function isWhole(received: string): boolean {
  if (received.endsWith('\r\n0\r\n\r\n')) return true
  const length = /content-length: (\d+)/i.exec(received)?.[1]
  const start = received.indexOf('\r\n\r\n')
  return length !== undefined && start >= 0 && received.length - start - 4 >= Number(length)
}

const lines = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')

const parallel = <T>(parts: readonly T[], times: number): T[] =>
  new Array<readonly T[]>(times).fill(parts).flat()
