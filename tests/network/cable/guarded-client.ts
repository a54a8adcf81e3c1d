// The client of a guarded server: an exchange on each connection, and an idle one of HTTP/2.
import http from 'node:http'
import http2 from 'node:http2'

process.on('message', (message: { address: string; http1: number; h2: number }) => {
  const ignore = (): void => undefined
  const { address, http1, h2 } = message
  http.get({ host: address, port: http1, path: '/http1' }).on('error', ignore)
  const busy = http2.connect(`http://${address}:${String(h2)}`).on('error', ignore)
  busy.request({ ':path': '/h2' }).on('error', ignore)
  http2
    .connect(`http://${address}:${String(h2)}`)
    .on('error', ignore)
    .ping(() => process.send?.({ idle: true }))
})
