import { keyFailure } from '../key-error.ts'
import { md5 } from './md5.ts'
import { hexOfBytes, utf8Text, valueBytes } from './value-bytes.ts'
import type { FunctionalVindex, VindexSpec } from './vindex.ts'

/**
 * `unicode_loose_md5`: the MD5 of the text without regard to case and accents. Source: unicodeloosemd5.go,
 * unicode.go.
 */
export function createUnicodeLooseMd5(spec: VindexSpec): FunctionalVindex {
  const place = (bytes: Uint8Array) => md5(normalizeLoose(bytes))
  return {
    kind: 'functional', name: spec.name, type: spec.type, cost: 1, isUnique: true, needsVCursor: false,
    keyspaceId: (value, type) => place(valueBytes(value, type)),
    verify: (value, type, keyspaceId) => place(valueBytes(value, type)) === keyspaceId,
  }
}

// Primary weights of Unicode 6.2's default table. Letters from a to z, then 0; digits follow one by one.
const letters = [
  '15ef', '1605', '161d', '1631', '164c', '1684', '1691', '16b4', '16cd', '16e6', '16ff', '1711', '1741',
  '174f', '1771', '1796', '17ab', '17bd', '17f3', '1816', '1836', '185f', '1871', '187b', '1880', '1895',
]
const digitZero = 0x14e6
const others: ReadonlyMap<string, string> = new Map([
  ['\t', '0100'], ['\n', '0101'], ['\v', '0102'], ['\f', '0103'], ['\r', '0104'], [' ', '0109'],
  ['_', '010b'], ['-', '010d'],
  [',', '0120'], [';', '0131'], [':', '0136'], ['!', '015d'], ['?', '0162'], ['.', '0172'], ["'", '01e9'],
  ['"', '01f0'],
  ['(', '01fa'], [')', '01fb'], ['[', '01fc'], [']', '01fd'], ['{', '01fe'], ['}', '01ff'], ['@', '026b'],
  ['*', '026f'],
  ['/', '0271'], ['\\', '0272'], ['&', '0273'], ['#', '0275'], ['%', '0276'], ['`', '030f'], ['^', '0312'],
  ['+', '049c'],
  ['<', '04a0'], ['=', '04a1'], ['>', '04a2'], ['|', '04a4'], ['~', '04a6'], ['$', '13ef'],
])

/**
 * The collation key: one weight a character, marks dropped, trailing spaces too. Exact for ASCII and for
 * Latin letters with marks; other characters get the weight that Unicode derives from the code point, which
 * is right only for those not in its table.
 */
export function normalizeLoose(bytes: Uint8Array): Uint8Array {
  const text = utf8Text(bytes)
  if (text === null) {
    throw keyFailure('UNKNOWN', `cannot normalize string containing invalid UTF-8: "${goBytes(bytes)}"`)
  }
  let hex = ''
  for (const char of text.replace(/ +$/, '').normalize('NFD')) hex += weight(char)
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

function weight(char: string): string {
  const code = char.codePointAt(0)!
  const letter = (code | 0x20) - 0x61
  if (code < 0x80 && letter >= 0 && letter < 26) return letters[letter]!
  if (code >= 0x30 && code <= 0x39) return (digitZero + code - 0x30).toString(16)
  const other = others.get(char)
  if (other !== undefined) return other
  if (code < 0x80 || /\p{M}/u.test(char)) return ''
  return (0x80_0000 | ((0xfbc0 + (code >> 15)) & 0x7f_ffff)).toString(16)
    + ((code & 0x7fff) | 0x8000).toString(16).padStart(4, '0')
}

/** As %q of Go prints it. */
function goBytes(bytes: Uint8Array): string {
  let out = ''
  for (const byte of bytes) {
    out += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${hexOfBytes(Uint8Array.of(byte))}`
  }
  return out
}
