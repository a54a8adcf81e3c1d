const ESC = '\u001b'
const BEL = '\u0007'

/**
 * Sequences that drive a terminal, whole: what ESC [ begins, and the texts that ESC ] and its like
 * enclose. Not those of the 8-bit controls: Node reads a URL as Latin-1, where these are parts of
 * letters in UTF-8.
 */
const sequences = new RegExp(
  `${ESC}\\[[0-?]*[ -/]*[@-~]|${ESC}[\\]PX^_][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)`,
  'g',
)

/** Control characters, line separators, lone surrogates, and what changes a text without being seen: bidi, zero width. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** Most text is this, and needs no second look. */
const plain = /^[ -~]*$/

/**
 * Text from outside as a log may hold it: what could forge a line, drive a terminal or hide from a
 * reader is left out.
 */
export function safeText(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? text.slice(0, maxLength) : text
  return plain.test(cut) ? cut : cut.replace(sequences, '').replace(unsafe, '')
}

/**
 * The same, with what was left out shown as `\u001b`: an error's text is worth having whole. Line
 * feeds and tabs stay where `lines` is true.
 */
export function shownText(text: string, maxLength: number, lines = false): string {
  const cut = text.length > maxLength ? `${text.slice(0, Math.max(0, maxLength - 1))}…` : text
  if (plain.test(cut)) return cut
  return cut.replace(unsafe, (character) =>
    lines && (character === '\n' || character === '\t') ? character : escaped(character),
  )
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
}
