import { valueText, type TypeName, type Value } from '../../../sql/index.ts'

const textTypes: ReadonlySet<string> = new Set(['VARCHAR', 'TEXT', 'CHAR', 'ENUM', 'SET', 'JSON'])

/** The bytes that MySQL's protocol would carry: UTF-8 of text, a number's digits, nothing for NULL. */
export function valueBytes(value: Value, type: TypeName | 'TUPLE'): Uint8Array {
  const text = valueText(value) ?? ''
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    // A code unit that is no byte can only come from text, whatever the type says.
    if (unit > 0xff || (unit > 0x7f && textTypes.has(type))) return utf8Bytes(text)
  }
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

export function utf8Bytes(text: string): Uint8Array {
  const bytes: number[] = []
  for (const char of text) {
    const code = char.codePointAt(0)!
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63),
      0x80 | (code & 63))
  }
  return Uint8Array.from(bytes)
}

/** The text of UTF-8 bytes, or null if they are not that. */
export function utf8Text(bytes: Uint8Array): string | null {
  let text = ''
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i]!
    const length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3
      : first >= 0xf0 && first < 0xf5 ? 4 : 0
    if (length === 0 || i + length > bytes.length) return null
    let code = length === 1 ? first : first & (0xff >> (length + 1))
    for (let k = 1; k < length; k += 1) {
      const next = bytes[i + k]!
      if ((next & 0xc0) !== 0x80) return null
      code = (code << 6) | (next & 63)
    }
    const tooShort = (length === 3 && code < 0x800) || (length === 4 && code < 0x10000)
    if (tooShort || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null
    text += String.fromCodePoint(code)
    i += length
  }
  return text
}

export function hexOfBytes(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return hex
}

/** A binary string (one code unit a byte) from hex: how a keyspace id is held in a SQL value. */
export function binaryOfHex(hex: string): string {
  let text = ''
  for (let i = 0; i < hex.length; i += 2) text += String.fromCharCode(parseInt(hex.slice(i, i + 2), 16))
  return text
}

export function hexOfBinary(text: string): string {
  let hex = ''
  for (let i = 0; i < text.length; i += 1) hex += text.charCodeAt(i).toString(16).padStart(2, '0')
  return hex
}
