/** The classes of ASCII characters that the lexer asks about, as one table of bits. */
export const NAME_START = 1
export const NAME_PART = 2
export const DIGIT = 4
export const HEX_DIGIT = 8

const CLASSES = new Uint8Array(128)
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code)
  if (/[A-Za-z_$]/.test(character)) CLASSES[code]! |= NAME_START | NAME_PART
  if (/\d/.test(character)) CLASSES[code]! |= DIGIT | NAME_PART
  if (/[0-9a-fA-F]/.test(character)) CLASSES[code]! |= HEX_DIGIT
}

/** True if the character at `offset` of `text` is of the class. Beyond ASCII everything is part of a name. */
export function isOfClass(text: string, offset: number, mask: number): boolean {
  const code = text.charCodeAt(offset)
  if (code < 128) return (CLASSES[code]! & mask) !== 0
  return code > 127 && (mask & (NAME_START | NAME_PART)) !== 0
}

/** What a backslash and this character stand for in a string; `\%` and `\_` keep their backslash for LIKE. */
export function unescape(character: string): string {
  switch (character) {
    case '0': return '\0'
    case 'b': return '\b'
    case 'n': return '\n'
    case 'r': return '\r'
    case 't': return '\t'
    case 'Z': return '\x1a'
    case '%': return '\\%'
    case '_': return '\\_'
    default: return character
  }
}
