/**
 * The pairs of (operations placed, state) that a search has been at. Exact: it keeps the bits themselves,
 * side by side in one array, and never more than it was allowed.
 */
export class VisitedSet {
  private readonly stride: number
  private table = new Int32Array(64)
  private entries: Int32Array
  private size = 0
  /** What its user keeps beside it, which counts too. */
  bytesBeside = 0

  /** `words`: how many 32-bit words the bits take. */
  constructor(private readonly words: number, private readonly bytesMax: number) {
    this.stride = words + 2
    this.entries = new Int32Array(32 * this.stride)
  }

  /** `full`: it is not known, and there is no room for it. */
  add(hash: number, state: number, bits: Int32Array): 'new' | 'seen' | 'full' {
    let mask = this.table.length - 1
    let slot = hash & mask
    for (let entry = this.table[slot]!; entry !== 0; entry = this.table[slot = (slot + 1) & mask]!) {
      if (this.isSame(entry - 1, hash, state, bits)) return 'seen'
    }
    if (this.size * 2 >= this.table.length) {
      if (!this.grow()) return 'full'
      mask = this.table.length - 1
      slot = hash & mask
      while (this.table[slot] !== 0) slot = (slot + 1) & mask
    }
    const at = this.size * this.stride
    this.entries[at] = hash
    this.entries[at + 1] = state
    for (let word = 0; word < this.words; word++) this.entries[at + 2 + word] = bits[word]!
    this.table[slot] = ++this.size
    return 'new'
  }

  private isSame(entry: number, hash: number, state: number, bits: Int32Array): boolean {
    const at = entry * this.stride
    if (this.entries[at] !== hash || this.entries[at + 1] !== state) return false
    for (let word = 0; word < this.words; word++) if (this.entries[at + 2 + word] !== bits[word]) return false
    return true
  }

  private grow(): boolean {
    const slots = this.table.length * 2
    const room = slots / 2 * this.stride
    if (this.bytesBeside + (slots + room) * Int32Array.BYTES_PER_ELEMENT > this.bytesMax) return false
    const entries = new Int32Array(room)
    entries.set(this.entries.subarray(0, this.size * this.stride))
    const table = new Int32Array(slots)
    for (let entry = 0; entry < this.size; entry++) {
      let slot = entries[entry * this.stride]! & (slots - 1)
      while (table[slot] !== 0) slot = (slot + 1) & (slots - 1)
      table[slot] = entry + 1
    }
    this.table = table
    this.entries = entries
    return true
  }
}
