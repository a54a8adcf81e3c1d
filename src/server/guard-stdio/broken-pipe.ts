/** What a write says when nobody can read it any more. `EOF` is how Windows has it. */
const codes: readonly unknown[] = ['EPIPE', 'EOF']

/**
 * Whether an `'error'` of stdout or stderr says that its reader is gone. The place is the proof: an
 * upstream's EPIPE is emitted by the upstream. Another error of the same stream, such as a full
 * disk, is none.
 */
export function isBrokenPipe(
  stream: NodeJS.WriteStream,
  error: unknown,
): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as NodeJS.ErrnoException
  if (codes.includes(code)) return true
  // A terminal that hung up, and a socket that was reset.
  return (code === 'EIO' && stream.isTTY) || (code === 'ECONNRESET' && syscall === 'write')
}
