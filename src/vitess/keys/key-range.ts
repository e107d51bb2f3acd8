import { keyFailure } from './key-error.ts'

/**
 * Keyspace ids from `start` (included) to `end` (excluded), both lower-case hex. '' is the smallest id as a
 * start and no limit as an end. A hex text of whole bytes sorts by code unit as the bytes do, so bounds and
 * ids are compared as they are. `null` in place of a range is that of a shard whose name has no `-`: it
 * contains everything.
 *
 * As in Vitess of 2020 nothing is normalised: '80' and '8000' are different ids. Source: go/vt/key/key.go.
 */
export interface KeyRange { readonly start: string; readonly end: string }

export const fullKeyRange: KeyRange = Object.freeze({ start: '', end: '' })

/**
 * Decodes both ends. Only whole bytes of hex are accepted; their order is not checked. Source: key.go
 * ParseKeyRangeParts.
 */
export function parseKeyRangeParts(start: string, end: string): KeyRange {
  return Object.freeze({ start: parseHex(start), end: parseHex(end) })
}

/** Lower-case hex of whole bytes, or a failure with the text of Go's encoding/hex. */
export function parseHex(text: string): string {
  for (const char of text) {
    if (!/^[0-9a-fA-F]$/.test(char)) {
      throw keyFailure('UNKNOWN', `encoding/hex: invalid byte: ${goRune(char)}`)
    }
  }
  if (text.length % 2 === 1) throw keyFailure('UNKNOWN', 'encoding/hex: odd length hex string')
  return text.toLowerCase()
}

const goRune = (char: string): string =>
  `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} '${char}'`

/** Source: key.go KeyRangeContains. */
export function keyRangeContains(range: KeyRange | null, keyspaceId: string): boolean {
  return range === null || (range.start <= keyspaceId && (range.end === '' || keyspaceId < range.end))
}

/** Source: key.go KeyRangesIntersect. */
export function keyRangesIntersect(a: KeyRange | null, b: KeyRange | null): boolean {
  if (a === null || b === null) return true
  return (a.end === '' || b.start < a.end) && (b.end === '' || a.start < b.end)
}

/** What both ranges have in common; fails if that is nothing. Source: key.go KeyRangesOverlap. */
export function keyRangesOverlap(a: KeyRange | null, b: KeyRange | null): KeyRange | null {
  if (!keyRangesIntersect(a, b)) {
    throw keyFailure('UNKNOWN', `KeyRanges ${protoText(a)} and ${protoText(b)} don't overlap`)
  }
  if (a === null) return b
  if (b === null) return a
  const end = a.end === '' || (b.end !== '' && b.end < a.end) ? b.end : a.end
  return Object.freeze({ start: a.start < b.start ? b.start : a.start, end })
}

/** True if `big` holds all of `small`. Source: key.go KeyRangeIncludes. */
export function keyRangeIncludes(big: KeyRange | null, small: KeyRange | null): boolean {
  if (big === null) return true
  if (small === null) return big.start === '' && big.end === ''
  if (big.start !== '' && small.start < big.start) return false
  return big.end === '' || (small.end !== '' && small.end <= big.end)
}

/** Source: key.go KeyRangeEqual: no range equals the full one. */
export function keyRangeEqual(a: KeyRange | null, b: KeyRange | null): boolean {
  return keyRangeStartEqual(a, b) && keyRangeEndEqual(a, b)
}

export const keyRangeStartEqual = (a: KeyRange | null, b: KeyRange | null): boolean =>
  (a?.start ?? '') === (b?.start ?? '')

export const keyRangeEndEqual = (a: KeyRange | null, b: KeyRange | null): boolean =>
  (a?.end ?? '') === (b?.end ?? '')

/** Orders ranges by where they start. Source: key.go KeyRangeStartSmaller. */
export function compareKeyRangeStart(a: KeyRange | null, b: KeyRange | null): number {
  const left = a?.start ?? ''
  const right = b?.start ?? ''
  return left < right ? -1 : left > right ? 1 : 0
}

/** The union of two ranges that touch, or null if they do not. Source: key.go KeyRangeAdd. */
export function keyRangeAdd(a: KeyRange | null, b: KeyRange | null): KeyRange | null {
  if (a === null || b === null) return null
  if (a.end !== '' && a.end === b.start) return Object.freeze({ start: a.start, end: b.end })
  if (b.end !== '' && b.end === a.start) return Object.freeze({ start: b.start, end: a.end })
  return null
}

/** `-80`, `40-80`, `-`. Source: key.go KeyRangeString. */
export function keyRangeString(range: KeyRange | null): string {
  return range === null ? '-' : `${range.start}-${range.end}`
}

/**
 * As protobuf prints it inside another message: `key_range:<end:"\200" >`, `key_range:<>`; '' for none.
 * Log lines and the `source` column of `_vt.vreplication` have this form.
 */
export function keyRangeProto(range: KeyRange | null): string {
  return range === null ? '' : `key_range:<${protoText(range)}>`
}

/** `start:"@" end:"\200" `: the fields that are not empty, each followed by a space. */
function protoText(range: KeyRange | null): string {
  if (range === null) return '<nil>'
  const start = range.start === '' ? '' : `start:"${protoBytes(range.start)}" `
  return range.end === '' ? start : `${start}end:"${protoBytes(range.end)}" `
}

/** Reads what {@link keyRangeProto} prints. Fails on anything else. */
export function parseKeyRangeProto(text: string): KeyRange {
  const match = /^key_range:<(?:start:"((?:[^"\\]|\\.)*)" ?)?(?:end:"((?:[^"\\]|\\.)*)" ?)?>$/.exec(text)
  if (match === null) throw keyFailure('UNKNOWN', `not a key_range: ${text}`)
  return Object.freeze({ start: protoHex(match[1] ?? ''), end: protoHex(match[2] ?? '') })
}

const letterEscapes = new Map([['n', 10], ['r', 13], ['t', 9]])

function protoBytes(hex: string): string {
  let out = ''
  for (let i = 0; i < hex.length; i += 2) {
    const byte = parseInt(hex.slice(i, i + 2), 16)
    const letter = [...letterEscapes].find(([, code]) => code === byte)
    if (letter !== undefined) out += `\\${letter[0]}`
    else if (byte === 0x22 || byte === 0x5c) out += `\\${String.fromCharCode(byte)}`
    else if (byte >= 0x20 && byte < 0x7f) out += String.fromCharCode(byte)
    else out += `\\${byte.toString(8).padStart(3, '0')}`
  }
  return out
}

function protoHex(text: string): string {
  return text.replace(/\\([0-7]{3})|\\(.)|([^\\])/g,
    (_, octal?: string, escaped?: string, plain?: string) => {
    const code = octal !== undefined ? parseInt(octal, 8)
      : escaped !== undefined ? letterEscapes.get(escaped) ?? escaped.charCodeAt(0) : plain!.charCodeAt(0)
    return code.toString(16).padStart(2, '0')
  })
}
