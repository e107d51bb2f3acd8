import { beforeAll, describe, expect, test } from 'vitest'
import type { ClusterView, Timeline } from '../../../../src/ui/cluster-view/index.ts'
import { recordFields, recordKeys } from '../../../../src/ui/screens/inspector-records.ts'
import { toldSplit } from '../../../support/told-run.ts'

describe('records of the topology', () => {
  let timeline: Timeline
  let end: ClusterView
  beforeAll(async () => {
    ({ timeline } = await toldSplit())
    end = timeline.at(timeline.length)
  })
  const field = (view: ClusterView, record: string, name: string): string | undefined =>
    recordFields(view, record)?.fields.find(one => one.name === name)?.value

  test('are those of shards and of the serving graph', () => {
    expect(recordKeys(timeline.at(0))).toEqual(expect.arrayContaining(['customer/0', 'commerce/0', 'zone1 customer']))
  })

  test('tell their path, as somebody would look it up', () => {
    expect(recordFields(end, 'customer/-80')!.path).toBe('global: keyspaces/customer/shards/-80/Shard')
    expect(recordFields(end, 'zone1 customer')!.path).toBe('zone1: keyspaces/customer/SrvKeyspace')
  })

  test('a shard: its range, its master, whether that serves', () => {
    expect(field(end, 'customer/-80', 'key range')).toBe('00… to 80')
    expect(field(end, 'customer/-80', 'master')).toBe('zone1-300')
    expect(field(end, 'customer/-80', 'master serves')).toBe('yes')
    expect(field(timeline.at(0), 'customer/0', 'key range')).toBe('all keyspace ids')
  })

  test('the serving graph: where each type goes, and which vtgates have heard it', () => {
    expect(field(end, 'zone1 customer', 'MASTER')).toBe('-80, 80-')
    expect(field(end, 'zone1 customer', 'vtgate-1')).toBe('routes by it')
    const isBehind = (seq: number): boolean =>
      ['vtgate-1', 'vtgate-2'].some(gate => field(timeline.at(seq), 'zone1 customer', gate) === 'routes by an older version')
    const seqs = Array.from({ length: timeline.length }, (_, index) => index + 1)
    expect(seqs.some(isBehind)).toBe(true)
  })

  test('what is no record is none', () => {
    expect(recordFields(end, 'zone1-300')).toBe(null)
  })
})
