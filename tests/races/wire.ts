/** An answer as it stood on the wire. */
export interface WireAnswer {
  readonly status: number
  readonly id: string | undefined
  readonly whole: boolean
}

/** Takes the bytes that a client received apart. Throws where they are no sequence of answers. */
export function answersIn(received: string): WireAnswer[] {
  const answers: WireAnswer[] = []
  let rest = received
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n')
    const head = end < 0 ? rest : rest.slice(0, end)
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1])
    if (Number.isNaN(status))
      throw new Error(`no answer begins with ${JSON.stringify(rest.slice(0, 80))}`)
    const id = /^x-id: (.*)$/im.exec(head)?.[1]
    const bodyLength = end < 0 ? null : bodyLengthOf(head, rest.slice(end + 4))
    answers.push({ status, id, whole: bodyLength !== null })
    rest = bodyLength === null ? '' : rest.slice(end + 4 + bodyLength)
  }
  return answers
}

/** Null where the body did not come to its end. */
function bodyLengthOf(head: string, body: string): number | null {
  const declared = /^content-length: (\d+)$/im.exec(head)?.[1]
  if (declared !== undefined) return body.length >= Number(declared) ? Number(declared) : null
  let at = 0
  for (;;) {
    const [line, size] = /^([0-9a-f]+)\r\n/.exec(body.slice(at, at + 20)) ?? []
    if (line === undefined) return null
    at += line.length + parseInt(size!, 16) + 2
    if (at > body.length) return null
    if (size === '0') return at
  }
}
