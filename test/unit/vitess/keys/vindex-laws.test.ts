import { createCipheriv, createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createVindex, hashKeyspaceId, unhashKeyspaceId, type FunctionalVindex,
} from '../../../../src/vitess/keys/index.ts'
import { md5 } from '../../../../src/vitess/keys/vindexes/md5.ts'

const uint64 = fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn })
const small = (n: bigint): number | bigint => (n <= 9007199254740991n ? Number(n) : n)
const functional = (type: string) => createVindex(type, type) as FunctionalVindex

test('hash is DES in ECB mode with a zero key, as OpenSSL does it', () => {
  fc.assert(fc.property(uint64, (n) => {
    const block = Buffer.alloc(8)
    block.writeBigUInt64BE(n)
    const cipher = createCipheriv('des-ede3-ecb', Buffer.alloc(24), null).setAutoPadding(false)
    expect(hashKeyspaceId(small(n))).toBe(
      Buffer.concat([cipher.update(block), cipher.final()]).toString('hex'))
  }))
})

test('a number and its big integer have one hash', () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (n) => hashKeyspaceId(n) === hashKeyspaceId(BigInt(n))))
})

test('unhash undoes hash', () => {
  fc.assert(fc.property(uint64, (n) => unhashKeyspaceId(hashKeyspaceId(small(n))) === small(n)))
})

test('md5 is that of everybody else', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
    expect(md5(bytes)).toBe(createHash('md5').update(bytes).digest('hex'))
  }))
})

describe.each(
  ['hash', 'numeric', 'reverse_bits', 'binary', 'binary_md5', 'unicode_loose_md5', 'xxhash', 'null'],
)('%s', (type) => {
  const vindex = functional(type)

  test('maps a value to whole bytes of hex, always the same', () => {
    fc.assert(fc.property(uint64, (n) => {
      const id = vindex.keyspaceId(small(n), 'UINT64')!
      expect(id).toMatch(/^([0-9a-f]{2})+$/)
      expect(functional(type).keyspaceId(small(n), 'UINT64')).toBe(id)
    }))
  })

  test('verifies what it maps', () => {
    fc.assert(fc.property(uint64, (n) => {
      expect(vindex.verify(small(n), 'UINT64', vindex.keyspaceId(small(n), 'UINT64')!)).toBe(true)
    }))
  })

  test('reads the digits of a number as the number', () => {
    fc.assert(fc.property(uint64, (n) => {
      expect(vindex.keyspaceId(String(n), 'VARBINARY')).toBe(vindex.keyspaceId(small(n), 'UINT64'))
    }))
  })

  test.runIf(vindex.reverse !== undefined && type !== 'binary')('finds the way back', () => {
    fc.assert(fc.property(uint64, (n) => {
      expect(vindex.reverse!(vindex.keyspaceId(small(n), 'UINT64')!).value).toBe(small(n))
    }))
  })
})

describe('hash of what is no number', () => {
  const hash = functional('hash')
  test.each([[null, 'NULL_TYPE'], ['abc', 'VARBINARY'], ['1.0', 'VARBINARY'], ['0x10', 'VARBINARY'],
    [' 5', 'VARBINARY'], ['\x05', 'VARBINARY'],
    ['-1', 'VARBINARY']] as const)('%j has no place', (value, type) => {
    expect(hash.keyspaceId(value, type)).toBeNull()
  })
  test('-1 of a signed column is the highest number, but does not verify', () => {
    expect(hash.keyspaceId(-1, 'INT64')).toBe('355550b2150e2451')
    expect(() => hash.verify(-1, 'INT64', '355550b2150e2451'))
      .toThrow('hash.Verify: negative number cannot be converted to unsigned: -1')
  })
  test('a plus sign is part of a number', () =>
    expect(hash.keyspaceId('+5', 'VARBINARY')).toBe(hashKeyspaceId(5)))
})
