import { assert } from '../base/index.ts'

/** 64 bits in two lanes of 32; only `Math.imul` and shifts, so the same on every engine. */
export class RollingHash {
  a = 0x243f6a88 | 0
  b = 0x85a308d3 | 0

  mix(x: number): void {
    this.a = Math.imul(this.a ^ x, 0x85ebca6b)
    this.a ^= this.a >>> 15
    this.b = Math.imul(this.b + x | 0, 0xc2b2ae35) ^ (this.b >>> 13)
  }

  /** As `mix` of each, in this order. */
  mix3(x: number, y: number, z: number): void {
    let { a, b } = this
    a = Math.imul(a ^ x, 0x85ebca6b)
    a ^= a >>> 15
    b = Math.imul(b + x | 0, 0xc2b2ae35) ^ (b >>> 13)
    a = Math.imul(a ^ y, 0x85ebca6b)
    a ^= a >>> 15
    b = Math.imul(b + y | 0, 0xc2b2ae35) ^ (b >>> 13)
    a = Math.imul(a ^ z, 0x85ebca6b)
    this.a = a ^ (a >>> 15)
    this.b = Math.imul(b + z | 0, 0xc2b2ae35) ^ (b >>> 13)
  }

  toString(): string {
    return (this.a >>> 0).toString(16).padStart(8, '0') + (this.b >>> 0).toString(16).padStart(8, '0')
  }
}

/** FNV-1a over code units, with a final stir. */
export function hashText(text: string): number {
  let h = 0x811c9dc5 | 0
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h ^ (h >>> 15)
}

const float = new Float64Array(1)
const words = new Int32Array(float.buffer)

/**
 * The digest of plain data. Freezes it on the way, because a message must not be memory that two processes
 * share. Throws on anything that is not plain: functions, symbols, instances of classes.
 */
export function digest(value: unknown): number {
  switch (typeof value) {
    case 'undefined': return 1
    case 'boolean': return value ? 3 : 2
    case 'string': return hashText(value)
    case 'number': return digestNumber(value)
    case 'bigint': return hashText(value.toString(36)) ^ 0x51ed270b
    case 'object': return value === null ? 5 : digestObject(value)
    default: return notPlain(`a ${typeof value}`)
  }
}

function digestNumber(value: number): number {
  if ((value | 0) === value) return Math.imul(value, 0x9e3779b1)
  float[0] = value
  return Math.imul(words[0]! ^ 7, 0x85ebca6b) ^ words[1]!
}

function digestObject(value: object): number {
  let h = 11
  if (Array.isArray(value)) {
    h = 13
    for (let i = 0; i < value.length; i++) h = Math.imul(h ^ digest(value[i]), 0x01000193)
  } else {
    const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null
    if (prototype !== Object.prototype && prototype !== null) notPlain(`a ${prototype.constructor?.name}`)
    for (const key in value) {
      h = Math.imul(h ^ hashText(key), 0x01000193)
      h = Math.imul(h ^ digest((value as Record<string, unknown>)[key]), 0x01000193)
    }
  }
  if (!Object.isFrozen(value)) Object.freeze(value)
  return h ^ (h >>> 15)
}

function notPlain(what: string): never {
  assert(false, `a message may hold plain data only, not ${what}`)
}
