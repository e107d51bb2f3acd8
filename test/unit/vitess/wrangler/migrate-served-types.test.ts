import { describe, expect, test } from 'vitest'
import { Failure } from '../../../../src/sim/index.ts'
import { getShard, getSrvKeyspace, updateShardFields } from '../../../../src/vitess/topo/index.ts'
import { masterMigrationProcedure, replicaMigrationProcedure } from '../../../../src/vitess/wrangler/index.ts'
import { inSmallCluster } from './small-cluster.ts'

const all = ['MigrateServedTypes customer/0 rdonly', 'MigrateServedTypes customer/0 replica',
  'MigrateServedTypes customer/0 master']

describe('the log of the article', () => {
  test('rdonly', async () => {
    const { server, texts, failure } = await inSmallCluster({ lines: all.slice(0, 1) })
    expect(failure).toBe('')
    const lines = [
      'Finding the overlapping shards in keyspace customer',
      'RefreshTabletsByShard called on shard customer/-80', 'Calling RefreshState on tablet zone1-0000000302',
      'RefreshTabletsByShard called on shard customer/80-', 'Calling RefreshState on tablet zone1-0000000402',
      'WaitForDrain: Sleeping for 5 seconds before shutting down query service on old tablets...',
      'WaitForDrain: Sleeping finished. Shutting down queryservice on old tablets now.',
      'RefreshTabletsByShard called on shard customer/0', 'Calling RefreshState on tablet zone1-0000000202',
    ]
    expect(texts).toEqual(lines)
    // vtctld's own log has the lock as well.
    expect(server.slice(server.indexOf('Locking keyspace customer for action MigrateServedTypes(RDONLY)'))).toEqual([
      'Locking keyspace customer for action MigrateServedTypes(RDONLY)', ...lines,
      'Unlocking keyspace customer for successful action MigrateServedTypes(RDONLY)',
    ])
  })

  test('master', async () => {
    const { server, failure } = await inSmallCluster({ lines: all })
    expect(failure).toBe('')
    expect(server.slice(server.indexOf('Locking keyspace customer for action MigrateServedTypes(MASTER)'))).toMatchInlineSnapshot(`
      [
        "Locking keyspace customer for action MigrateServedTypes(MASTER)",
        "Finding the overlapping shards in keyspace customer",
        "RefreshState master zone1-0000000200",
        "zone1-0000000200 responded",
        "RefreshState master zone1-0000000300",
        "RefreshState master zone1-0000000400",
        "zone1-0000000300 responded",
        "zone1-0000000400 responded",
        "RefreshState master zone1-0000000200",
        "zone1-0000000200 responded",
        "Gathering master position for zone1-0000000200",
        "Got master position for zone1-0000000200",
        "Waiting for zone1-0000000300 to catch up",
        "Waiting for zone1-0000000400 to catch up",
        "zone1-0000000300 caught up",
        "zone1-0000000400 caught up",
        "Gathering master position for zone1-0000000300",
        "Gathering master position for zone1-0000000400",
        "Created reverse replication for tablet customer/0: keyspace:"customer" shard:"-80" key_range:<> , db: vt_customer, pos: MySQL56/00000000-0000-0000-0000-000000000300:1-17, uid: 1",
        "Created reverse replication for tablet customer/0: keyspace:"customer" shard:"80-" key_range:<> , db: vt_customer, pos: MySQL56/00000000-0000-0000-0000-000000000400:1-17, uid: 2",
        "RefreshState master zone1-0000000300",
        "RefreshState master zone1-0000000400",
        "zone1-0000000300 responded",
        "zone1-0000000400 responded",
        "Unlocking keyspace customer for successful action MigrateServedTypes(MASTER)",
      ]
    `)
  })
})

describe('after all three', () => {
  test('traffic goes to the new shards, the old one is frozen and has streams back', async () => {
    const { after } = await inSmallCluster({
      lines: all, after: async (ctx, topo) => [await getSrvKeyspace(ctx, topo, 'zone1', 'customer'),
        (await getShard(ctx, topo, 'customer', '0')).record,
        (await getShard(ctx, topo, 'customer', '-80')).record],
    })
    const [graph, source, destination] = after as any[]
    expect(graph.partitions.map((partition: any) => partition.shardReferences.map(({ name }: any) => name))).toEqual([['-80',
      '80-'], ['-80', '80-'], ['-80', '80-']])
    expect(graph.partitions.flatMap((partition: any) => partition.shardTabletControls)).toEqual([])
    expect(source).toMatchObject({ isMasterServing: false, tabletControls: [{ tabletType: 'MASTER', frozen: true }] })
    expect(source.sourceShards.map(({ uid, shard }: any) => [uid, shard])).toEqual([[1, '-80'], [2, '80-']])
    expect(destination).toMatchObject({ isMasterServing: true, sourceShards: [] })
  })

  test('with -reverse_replication the streams run and nothing is frozen', async () => {
    const { calls, after } = await inSmallCluster({
      lines: [...all.slice(0, 2), 'MigrateServedTypes -reverse_replication customer/0 master'],
      after: async (ctx, topo) => (await getShard(ctx, topo, 'customer', '0')).record,
    })
    expect(calls.filter(call => call.startsWith('200 vReplicationExec update'))).toEqual([
      "200 vReplicationExec update _vt.vreplication set state='Running', stop_pos=NULL where id=1",
      "200 vReplicationExec update _vt.vreplication set state='Running', stop_pos=NULL where id=2",
    ])
    expect(after).toMatchObject({ tabletControls: [{ frozen: false }] })
  })
})

describe('refused', () => {
  test.each([
    [['MigrateServedTypes customer/0 master'], 'cannot migrate MASTER away from customer/0 until everything else is migrated.'
      + ' Make sure that the following types are migrated first: REPLICA, RDONLY'],
    [['MigrateServedTypes -reverse customer/0 master'], 'cannot migrate master back to customer/0'],
    [['MigrateServedTypes -cells=zone1 customer/0 master'], 'cannot specify cells for master migration on customer/0'],
    [['MigrateServedTypes -skip-refresh-state customer/0 master'], 'the skip-refresh-state flag can only be specified for'
      + ' non-master migrations'],
    [['MigrateServedTypes customer/0 spare'], 'served_type has to be in the serving graph, not spare'],
    [['MigrateServedTypes customer/0'], 'the <source keyspace/shard> and <served tablet type> arguments are both required for'
      + ' the MigrateServedTypes command'],
    [['MigrateServedTypes customer/40- rdonly'], 'shard 40- is not involved in any overlapping shards'],
  ])('%j: %s', async (lines, message) => {
    expect((await inSmallCluster({ lines })).failure).toBe(message)
  })

  test('before SplitClone', async () => {
    const { failure } = await inSmallCluster({
      lines: all, before: async (ctx, topo) => {
        for (const shard of ['-80', '80-']) await updateShardFields(ctx, topo, 'customer', shard,
          record => ({ ...record, sourceShards: [] }))
      },
    })
    expect(failure).toBe("neither Shard 'customer/-80' nor Shard 'customer/0' have a 'SourceShards' entry. Did you successfully"
      + " run vtworker SplitClone"
      + ' before? Or did you already migrate the MASTER type?')
  })
})

describe('a master migration that fails', () => {
  const failing = (uid: number, method: string) => ({ [uid]: { [method]: () => new Failure('UNKNOWN', `no ${method}`) } })
  const flags = async (ctx: any, topo: any) => {
    const graph = await getSrvKeyspace(ctx, topo, 'zone1', 'customer')
    const source = (await getShard(ctx, topo, 'customer', '0')).record
    const controls = graph.partitions.find(({ servedType }) => servedType === 'MASTER')!.shardTabletControls
    return { disabled: controls.some(({ queryServiceDisabled }) => queryServiceDisabled),
      frozen: source.tabletControls.some(({ frozen }) => frozen) }
  }

  test('while it waits for the streams turns the source on again', async () => {
    const { failure, after, texts } = await inSmallCluster({ lines: all, answers: failing(300, 'vReplicationWaitForPos'),
      after: flags })
    expect(failure).toBe('no vReplicationWaitForPos')
    expect(after).toEqual({ disabled: false, frozen: false })
    expect(texts.slice(-5)).toEqual([
      'source shards cancelMasterMigrateServedTypes: customer/0', 'RefreshTabletsByShard called on shard customer/0',
      'Calling RefreshState on tablet zone1-0000000200', 'RefreshState master zone1-0000000200', 'zone1-0000000200 responded',
    ])
  })

  test('while it sets up the reverse streams leaves the source off, though unfrozen: as Vitess does', async () => {
    const { after, texts } = await inSmallCluster({ lines: all, answers: failing(200, 'vReplicationExec'), after: flags })
    expect(after).toEqual({ disabled: true, frozen: false })
    expect(texts.at(-1)).toBe('failed to re-enable source masters: migrate has gone past the point of no return, cannot'
      + ' re-enable serving for customer/0')
  })

  test('after the point of no return ends as it stands: nothing is undone', async () => {
    const { failure, after, texts } = await inSmallCluster({ lines: all, answers: failing(400, 'vReplicationExec'),
      after: flags })
    expect(failure).toBe('no vReplicationExec')
    expect(after).toEqual({ disabled: true, frozen: true })
    expect(texts.filter(text => text.includes('cancelMasterMigrateServedTypes'))).toEqual([])
  })

  test('after the point of no return goes on when it is repeated', async () => {
    let failures = 1
    const { failure, calls, after } = await inSmallCluster({
      lines: [...all.slice(0, 2), '!MigrateServedTypes customer/0 master', 'MigrateServedTypes customer/0 master'], after: flags,
      answers: { 400: { vReplicationExec: () => failures-- > 0 ? new Failure('UNAVAILABLE', 'broken')
        : { rowsAffected: 1, insertId: 0, fields: [], rows: [] } } },
    })
    expect(failure).toBe('')
    expect(after).toEqual({ disabled: false, frozen: true })
    expect(calls.filter(call => call.startsWith('200 vReplicationExec'))).toHaveLength(2)
    expect(calls.filter(call => call.startsWith('400 vReplicationExec delete'))).toHaveLength(2)
  })

  test('streams that are gone already are not waited for', async () => {
    const { failure, texts } = await inSmallCluster({
      lines: all, answers: { all: { vReplicationWaitForPos: () => new Failure('UNKNOWN', 'vreplication stream 1 not found') } },
    })
    expect(failure).toBe('')
    expect(texts).toContain('zone1-0000000300 stream 1 was not found. Skipping wait.')
  })
})

test('every step says what it does, why, and what happens without it', () => {
  for (const step of [...masterMigrationProcedure.steps, ...replicaMigrationProcedure.steps]) {
    expect(step.because, step.name).not.toBe('')
    expect(step.ifSkipped, step.name).not.toBe('')
    expect(step.source, step.name).toMatch(/^go\/vt\//)
  }
  expect(masterMigrationProcedure.steps.filter(({ pointOfNoReturn }) => pointOfNoReturn === true).map(({ name }) => name)).toEqual(
    ['freeze', 'set-up-reverse-replication'])
})
