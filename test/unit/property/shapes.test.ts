import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validateCluster, type ClusterSpec } from '../../../src/lab/cluster/index.ts'
import { clusterOf, clusters, workloads } from '../../../src/property/index.ts'

const shards = ['0', '-80', '80-']
const aliases = ({ keyspaces }: ClusterSpec): number =>
  keyspaces.flatMap(keyspace => keyspace.shards.flatMap(({ tablets }) => tablets)).length

function leastOf<T>(arbitrary: fc.Arbitrary<T>): T {
  const tried: T[] = []
  fc.check(fc.property(arbitrary, value => {
    tried.push(value)
    return false
  }), { seed: 1 })
  return tried.at(-1)!
}

describe('clusters', () => {
  it('can all be started, and have what a split needs', () => {
    fc.assert(fc.property(clusters({ shards }), spec => {
      validateCluster(spec)
      for (const { tablets } of spec.keyspaces.flatMap(keyspace => keyspace.shards)) {
        expect(new Set(tablets.map(({ type }) => type))).toEqual(new Set(['MASTER', 'REPLICA', 'RDONLY']))
      }
    }))
  })

  it('become the least cluster that there is', () => {
    const least = leastOf(clusters({ shards }))
    expect(aliases(least)).toBe(4 * 3)
    expect(least.vtgates).toHaveLength(1)
  })

  it('are printed as code that makes them again', () => {
    const [spec] = fc.sample(clusters({ shards }), { numRuns: 1, seed: 5 })
    const again = new Function('clusterOf', `return ${fc.stringify(spec)}`)(clusterOf) as ClusterSpec
    expect(again).toEqual(spec)
  })
})

describe('workloads', () => {
  it('become one client that does one thing a second', () => {
    expect(leastOf(workloads())).toEqual({ clients: 1, ratePerS: 1, customers: 5, lists: 0 })
  })
})
