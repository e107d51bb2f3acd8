/** Binary strings: one code unit, 0 to 255, for each byte. Text that is all ASCII is the same either way. */
const NOT_ASCII = /[^\0-\x7f]/

export function isAscii(text: string): boolean {
  return !NOT_ASCII.test(text)
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The bytes of a text in UTF-8. */
export function bytesOfText(text: string): string {
  if (isAscii(text)) return text
  let bytes = ''
  for (const byte of encoder.encode(text)) bytes += String.fromCharCode(byte)
  return bytes
}

/** The text whose UTF-8 form these bytes are, or null if they are no UTF-8. */
export function textOfBytes(bytes: string): string | null {
  if (isAscii(bytes)) return bytes
  try {
    return decoder.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
  } catch {
    return null
  }
}

/** `4142` → `AB`. The digits must be an even number. */
export function bytesOfHex(digits: string): string {
  let bytes = ''
  for (let i = 0; i < digits.length; i += 2) bytes += String.fromCharCode(parseInt(digits.slice(i, i + 2), 16))
  return bytes
}

/** `AB` → `4142`, in lower case. */
export function hexOfBytes(bytes: string): string {
  let digits = ''
  for (let i = 0; i < bytes.length; i++) digits += bytes.charCodeAt(i).toString(16).padStart(2, '0')
  return digits
}
