/**
 * One block of DES with a key of eight zero bytes, which is what the hash vindex is. All sixteen round keys
 * of that key are zero, so none is ever mixed in, and decryption is the same function:
 * `desZeroKey(desZeroKey(x)) = x`.
 */

// FIPS 46-3. Row by row as printed there; an input's outer two bits choose the row.
const sBoxes = [
  'e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d',
  'f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9',
  'a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c',
  '7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e',
  '2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453',
  'c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d',
  '4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c',
  'd2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b',
]
// Where the bits of the boxes' outputs go: output bit i is input bit permutation[i], counted from 1.
const permutation = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22,
  11, 4, 25,
]

/**
 * For each box and each of its 64 inputs: its output, permuted, and turned left by one as the halves are
 * kept.
 */
const boxes: Int32Array[] = sBoxes.map((box, index) => Int32Array.from({ length: 64 }, (_, input) => {
  const row = ((input >> 4) & 2) | (input & 1)
  const output = parseInt(box[row * 16 + ((input >> 1) & 15)]!, 16)
  let word = 0
  permutation.forEach((from, to) => {
    const box4 = Math.floor((from - 1) / 4)
    if (box4 === index && (output >> (3 - ((from - 1) % 4))) & 1) word |= 1 << (31 - to)
  })
  return (word << 1) | (word >>> 31)
}))
const [box1, box2, box3, box4, box5, box6, box7, box8] = boxes as [
  Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array,
]

/** The high word of the last block, and its low word: a pair without an allocation. */
export let desHigh = 0
export let desLow = 0

/** Encrypts (or decrypts) the block `high`, `low`; the answer is in {@link desHigh} and {@link desLow}. */
export function desZeroKey(high: number, low: number): void {
  let left = high | 0
  let right = low | 0
  let swap = ((left >>> 4) ^ right) & 0x0f0f0f0f; right ^= swap; left ^= swap << 4
  swap = ((left >>> 16) ^ right) & 0x0000ffff; right ^= swap; left ^= swap << 16
  swap = ((right >>> 2) ^ left) & 0x33333333; left ^= swap; right ^= swap << 2
  swap = ((right >>> 8) ^ left) & 0x00ff00ff; left ^= swap; right ^= swap << 8
  right = (right << 1) | (right >>> 31)
  swap = (left ^ right) & 0xaaaaaaaa; left ^= swap; right ^= swap
  left = (left << 1) | (left >>> 31)
  for (let round = 0; round < 8; round += 1) {
    left ^= feistel(right)
    right ^= feistel(left)
  }
  right = (right << 31) | (right >>> 1)
  swap = (left ^ right) & 0xaaaaaaaa; left ^= swap; right ^= swap
  left = (left << 31) | (left >>> 1)
  swap = ((left >>> 8) ^ right) & 0x00ff00ff; right ^= swap; left ^= swap << 8
  swap = ((left >>> 2) ^ right) & 0x33333333; right ^= swap; left ^= swap << 2
  swap = ((right >>> 16) ^ left) & 0x0000ffff; left ^= swap; right ^= swap << 16
  swap = ((right >>> 4) ^ left) & 0x0f0f0f0f; left ^= swap; right ^= swap << 4
  desHigh = right
  desLow = left
}

function feistel(half: number): number {
  const turned = (half << 28) | (half >>> 4)
  return box7[turned & 63]! ^ box5[(turned >>> 8) & 63]! ^ box3[(turned >>> 16) & 63]! ^ box1[(
    turned >>> 24) & 63]!
    ^ box8[half & 63]! ^ box6[(half >>> 8) & 63]! ^ box4[(half >>> 16) & 63]! ^ box2[(half >>> 24) & 63]!
}
