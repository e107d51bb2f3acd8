import { describe, expect, test } from 'vitest'
import { newShard } from '../../../../src/vitess/topo/index.ts'
import { decideServing, type ServingInput } from '../../../../src/vitess/vttablet/tabletmanager/serving-decision.ts'
import type { Shard, SrvKeyspace, TabletType } from '../../../../src/vitess/wire/index.ts'

const whole = newShard(null, true)
const filled: Shard = { ...whole, sourceShards: [{ uid: 1, keyspace: 'customer', shard: '0', keyRange: null, tables: [] }] }
const blacklisted: Shard = {
  ...whole, tabletControls: [{ tabletType: 'MASTER', cells: ['zone1'], blacklistedTables: ['customer'], frozen: false }],
}
const graph = (servedType: 'MASTER' | 'REPLICA', keyRange: { start: string; end: string } | null, disabled: boolean): SrvKeyspace => ({
  partitions: [{ servedType, shardReferences: [], shardTabletControls: [{ name: '0', keyRange, queryServiceDisabled: disabled }] }],
  shardingColumnName: '', shardingColumnType: '', servedFrom: [],
})
const inputOf = (fields: Partial<ServingInput> & { type?: TabletType; cell?: string; keyRange?: { start: string; end: string } }): ServingInput => ({
  ignores: { disableQueryService: false, sourceShards: false }, oldType: fields.type ?? 'MASTER', shard: whole, srvKeyspace: graph('MASTER', null, false), replication: { lagMs: 0 }, unhealthyThresholdMs: 7_200_000,
  tablet: { alias: { cell: fields.cell ?? 'zone1', uid: 200 }, type: fields.type ?? 'MASTER', keyRange: fields.keyRange ?? null }, ...fields,
})

describe('whether a tablet serves', () => {
  const filteredReplication = 'master tablet with filtered replication on'
  const disabled = 'TabletControl.DisableQueryService set'
  test.each<[string, Partial<ServingInput> & { type?: TabletType; keyRange?: { start: string; end: string } }, string, string]>([
    ['a master', {}, '', ''],
    ['a drained tablet', { type: 'DRAINED' }, '', ''],
    ['an experimental one', { type: 'EXPERIMENTAL' }, '', ''],
    ['a spare one', { type: 'SPARE' }, 'not a serving tablet type(SPARE)', 'not a serving tablet type(SPARE)'],
    ['one in backup', { type: 'BACKUP' }, 'not a serving tablet type(BACKUP)', 'not a serving tablet type(BACKUP)'],
    ['a master that is being filled', { shard: filled }, filteredReplication, filteredReplication],
    ['a replica of a shard that is being filled', { type: 'REPLICA', shard: filled }, '', ''],
    ['a replica without replication', { type: 'REPLICA', replication: { error: 'no slave status' } }, 'unable to get health', ''],
    ['a replica at the threshold', { type: 'REPLICA', replication: { lagMs: 7_200_000 } }, '', ''],
    ['a replica beyond the threshold', { type: 'REPLICA', replication: { lagMs: 7_200_001 } }, 'replica tablet with unhealthy replication lag', ''],
    ['a replica after a restore', { type: 'REPLICA', oldType: 'RESTORE' }, 'after restore from backup', ''],
    ['a master that is switched off', { srvKeyspace: graph('MASTER', null, true) }, disabled, disabled],
    ['a master switched off by the full range', { srvKeyspace: graph('MASTER', { start: '', end: '' }, true) }, disabled, disabled],
    ['a master of another range than that switched off', { keyRange: { start: '', end: '80' }, srvKeyspace: graph('MASTER', null, true) }, '', ''],
    ['a master while replicas are switched off', { srvKeyspace: graph('REPLICA', null, true) }, '', ''],
    ['a replica that is sick and switched off', { type: 'REPLICA', replication: { error: 'x' }, srvKeyspace: graph('REPLICA', null, true) }, disabled, disabled],
    ['a master being filled whose shard cannot be read', { shard: null, srvKeyspace: graph('MASTER', null, true) }, '', ''],
    ['a master switched off whose graph cannot be read', { srvKeyspace: null }, '', ''],
  ])('%s', (_, fields, reason, stickyReason) => {
    const decision = decideServing(inputOf(fields))
    expect(decision).toMatchObject({ allowQuery: reason === '', reason, stickyReason })
  })

  test('a blacklist is for one type and for some cells', () => {
    expect(decideServing(inputOf({ shard: blacklisted })).blacklistedTables).toEqual(['customer'])
    expect(decideServing(inputOf({ shard: blacklisted, type: 'REPLICA' })).blacklistedTables).toEqual([])
    expect(decideServing(inputOf({ shard: blacklisted, cell: 'zone2' })).blacklistedTables).toEqual([])
  })

  test('a shard that cannot be read leaves the blacklist as it was', () => {
    expect(decideServing(inputOf({ shard: null })).blacklistedTables).toBe(null)
  })
})
