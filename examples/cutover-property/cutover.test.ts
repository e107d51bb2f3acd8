import fc from 'fast-check'
import { test } from 'vitest'
import { clusters, trials, workloads } from 'vtsim/property'
import { cutover } from './cutover.ts'

const shards = ['0', '-80', '80-']

test('a cutover keeps every promise, whatever the cluster, the clients, the faults and the order of events', () =>
  fc.assert(fc.asyncProperty(clusters({ shards }), workloads(), trials(), async (cluster, workload, trial) => {
    await trial.check(cutover(cluster, workload))
  }), { numRuns: 10, seed: 20200401 }))
