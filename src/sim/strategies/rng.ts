/** sfc32: small, fast, and the same on every engine. */
export class Rng {
  private a: number
  private b = 0x9e3779b9
  private c = 0x7f4a7c15
  private d = 1

  constructor(seed: number) {
    this.a = seed | 0
    for (let i = 0; i < 12; i++) this.next()
  }

  /** In [0, 1). */
  next(): number {
    const t = ((this.a + this.b | 0) + this.d) | 0
    this.d = this.d + 1 | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = this.c + (this.c << 3) | 0
    this.c = ((this.c << 21) | (this.c >>> 11)) + t | 0
    return (t >>> 0) / 4294967296
  }

  /** An integer in [0, n). */
  below(n: number): number {
    return Math.floor(this.next() * n)
  }

  /** 0, except with probability `chance`; then any other number below `n`. */
  odd(n: number, chance: number): number {
    return n > 1 && this.next() < chance ? 1 + this.below(n - 1) : 0
  }
}
