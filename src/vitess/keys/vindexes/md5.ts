/** RFC 1321. The shifts of the four rounds, and the sines of the sixty-four steps. */
const shifts = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]]
// Math.sin may differ between engines in its last bit, but never in the 32 leading ones of these.
const sines = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 0x1_0000_0000))

/** The MD5 of the bytes, in lower-case hex. */
export function md5(bytes: Uint8Array): string {
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, bytes.length << 3, true)
  view.setUint32(padded.length - 4, bytes.length >>> 29, true)
  const state = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476)
  for (let offset = 0; offset < padded.length; offset += 64) addBlock(state, view, offset)
  let hex = ''
  for (const word of state) {
    for (let i = 0; i < 32; i += 8) hex += ((word >>> i) & 0xff).toString(16).padStart(2, '0')
  }
  return hex
}

function addBlock(state: Int32Array, view: DataView, offset: number): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number]
  for (let i = 0; i < 64; i += 1) {
    const round = i >> 4
    const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2
      ? b ^ c ^ d : c ^ (b | ~d)
    const word = round === 0 ? i : round === 1 ? (5 * i + 1) & 15 : round === 2 ? (3 * i + 5) & 15
      : (7 * i) & 15
    const sum = (a + mixed + sines[i]! + view.getInt32(offset + word * 4, true)) | 0
    const shift = shifts[round]![i & 3]!
    a = d
    d = c
    c = b
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0
  }
  state[0]! += a
  state[1]! += b
  state[2]! += c
  state[3]! += d
}
