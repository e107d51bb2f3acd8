import { describe, expect, test } from 'vitest'
import type { Ctx } from '../../../../src/sim/index.ts'
import {
  createKeyspace, createShard, createTablet, getKeyspace, getShard, newKeyspace, newTablet, rebuildKeyspace, type TopoClient,
  updateShardFields,
} from '../../../../src/vitess/topo/index.ts'
import { servedTypes } from '../../../../src/vitess/wire/index.ts'
import { inSmallCluster } from './small-cluster.ts'

/** Keyspace `orders` takes the table corder from customer/0; VerticalSplitClone has run. */
async function verticalSplit(ctx: Ctx, topo: TopoClient): Promise<void> {
  const servedFroms = servedTypes.map(tabletType => ({ tabletType, cells: [], keyspace: 'customer' }))
  await createKeyspace(ctx, topo, 'orders', newKeyspace({ servedFroms }))
  await createShard(ctx, topo, 'orders', '0')
  await createTablet(ctx, topo, newTablet({ alias: { cell: 'zone1', uid: 500 }, keyspace: 'orders', shard: '0', type: 'MASTER' }))
  await updateShardFields(ctx, topo, 'orders', '0', record => ({
    // Any tablet that answers will do for the master.
    ...record, masterAlias: { cell: 'zone1', uid: 300 },
    sourceShards: [{ uid: 1, keyspace: 'customer', shard: '0', keyRange: null, tables: ['corder'] }],
  }))
  await rebuildKeyspace(ctx, topo, 'orders', [])
}
const migrate = (...types: string[]): string[] => types.map(type => `MigrateServedFrom orders/0 ${type}`)
const state = async (ctx: Ctx, topo: TopoClient) => ({
  servedFroms: (await getKeyspace(ctx, topo, 'orders')).record.servedFroms.map(({ tabletType }) => tabletType),
  refused: (await getShard(ctx, topo, 'customer', '0')).record.tabletControls.map(({ tabletType, blacklistedTables }) => [tabletType, ...blacklistedTables]),
  sources: (await getShard(ctx, topo, 'orders', '0')).record.sourceShards.length,
})

describe('MigrateServedFrom', () => {
  test('takes one type after another', async () => {
    const { failure, after, calls } = await inSmallCluster({ lines: migrate('rdonly', 'replica', 'master'), before: verticalSplit, after: state })
    expect(failure).toBe('')
    expect(after).toEqual({ servedFroms: [], refused: [['RDONLY', 'corder'], ['REPLICA', 'corder'], ['MASTER', 'corder']], sources: 0 })
    expect(calls.slice(calls.indexOf('200 refreshState'))).toEqual([
      '200 refreshState', '200 masterPosition', '300 vReplicationWaitForPos', '300 vReplicationExec delete from _vt.vreplication where id=1', '300 refreshState',
    ])
  })

  test('takes a type back', async () => {
    const { after } = await inSmallCluster({
      lines: [...migrate('rdonly'), 'MigrateServedFrom -reverse orders/0 rdonly'], before: verticalSplit, after: state,
    })
    expect(after).toEqual({ servedFroms: ['MASTER', 'REPLICA', 'RDONLY'], refused: [], sources: 1 })
  })

  test.each([
    [migrate('master'), 'cannot migrate master into orders until everything else is migrated'],
    [[...migrate('rdonly'), ...migrate('rdonly')], 'supplied type cannot be migrated'],
    [['MigrateServedFrom -reverse orders/0 master'], 'cannot add master back to orders'],
    [['MigrateServedFrom customer/-80 rdonly'], 'destination keyspace customer is not a vertical split target'],
  ])('%j: %s', async (lines, message) => {
    expect((await inSmallCluster({ lines, before: verticalSplit })).failure).toBe(message)
  })
})
