/** The requests the benches send, as they go over the wire. */
export function requestOf(method: 'GET' | 'POST', keepAlive: boolean, path = '/'): Buffer {
  const head = `${method} ${path} HTTP/1.1\r\nHost: bench\r\nConnection: ${keepAlive ? 'keep-alive' : 'close'}\r\n`
  if (method === 'GET') return Buffer.from(`${head}\r\n`)
  const body = JSON.stringify(
    Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`field${i}`, 'x'.repeat(18)])),
  )
  return Buffer.from(
    `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
