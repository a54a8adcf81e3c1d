/** A part of a string keeps the whole of it alive, such as a file's; a copy does not. */
export function copyOf(text: string): string {
  // V8 copies short parts anyway.
  return text.length < 13 ? text : Buffer.from(text, 'utf8').toString('utf8')
}
