import { describe, expect, test } from 'vitest'
import {
  Cluster, clusterImage, ClusterSpecError, localExample, RowReader, validateCluster, viewRows, viewTables, type ClusterSpec,
} from '../../../../src/lab/cluster/index.ts'
import { lan, Simulation } from '../../../../src/sim/index.ts'

type Shard = ClusterSpec['keyspaces'][number]['shards'][number]
const shard = (name: string, ...tablets: [number, 'MASTER' | 'REPLICA'][]): Shard =>
  ({ name, tablets: tablets.map(([uid, type]) => ({ alias: { cell: 'zone1', uid }, type })) })
const spec = (...shards: Shard[]): ClusterSpec =>
  ({ ...localExample, keyspaces: [{ name: 'k', shards, schema: [], vschema: {}, rows: [] }] })

function mistake(value: ClusterSpec): string {
  try {
    validateCluster(value)
  } catch (error) {
    if (error instanceof ClusterSpecError) return `${error.path.join('.')}: ${error.message}`
    throw error
  }
  return 'none'
}

describe('a description is checked before anything starts', () => {
  test.each<[string, ClusterSpec]>([
    ['none', localExample],
    ['none', spec(shard('-80', [1, 'MASTER']), shard('80-', [2, 'MASTER']))],
    ['cells: a cluster needs a cell', { ...localExample, cells: [] }],
    ['cells: `zone-1` is no name for a cell', { ...localExample, cells: ['zone-1'] }],
    ['cells: `global` is no name for a cell', { ...localExample, cells: ['global'] }],
    ['keyspaces.k: keyspace k has no shard', spec()],
    ['keyspaces.k.shards.0: shard k/0 has 0 masters', spec(shard('0', [1, 'REPLICA']))],
    ['keyspaces.k.shards.0: shard k/0 has 2 masters', spec(shard('0', [1, 'MASTER'], [2, 'MASTER']))],
    ['keyspaces.k.shards.80-: tablet zone1-0000000001 is in k/-80 and in k/80-', spec(shard('-80', [1, 'MASTER']), shard('80-', [1, 'MASTER']))],
    ['keyspaces.k.shards.0: tablet zone1-0000000001 is in a cell that the cluster does not have', { ...spec(shard('0', [1, 'MASTER'])), cells: ['a'], vtgates: [] }],
    ['vtgates: g is in cell `b`, which the cluster does not have', { ...localExample, vtgates: [{ name: 'g', cell: 'b' }] }],
  ])('%s', (expected, value) => {
    expect(mistake(value)).toBe(expected)
  })
})

describe('an image', () => {
  test('is made once for a description', async () => {
    expect(await clusterImage(localExample)).toBe(await clusterImage({ ...localExample }))
  })

  test('holds the records that the commands would have left', async () => {
    const { topology } = await clusterImage(localExample)
    expect([...topology.keys()]).toEqual(['global', 'zone1'])
    expect(topology.get('global')!.get('keyspaces/customer/shards/0/Shard')).toMatchObject({
      masterAlias: { cell: 'zone1', uid: 200 }, isMasterServing: true, keyRange: null,
    })
    expect(topology.get('zone1')!.get('keyspaces/customer/SrvKeyspace')).toMatchObject({
      partitions: ['MASTER', 'REPLICA', 'RDONLY'].map(servedType => ({ servedType, shardReferences: [{ name: '0' }] })),
    })
    expect(topology.get('zone1')!.get('tablets/zone1-0000000202/Tablet')).toMatchObject({ type: 'RDONLY', keyspace: 'customer' })
  })

  test('has the same rows on all disks of a shard, and another server on each', async () => {
    const { disks } = await clusterImage(localExample)
    const [master, replica] = ['zone1-0000000200', 'zone1-0000000201'].map(name => disks.get(name)!)
    expect(replica!.log.executed.toString()).toBe(master!.log.executed.toString())
    expect(replica!.serverUuid).not.toBe(master!.serverUuid)
    expect(replica!.master.host).toBe('mysqld zone1-200')
  })
})

describe('the first rows', () => {
  const keyspace = localExample.keyspaces.find(({ name }) => name === 'customer')!
  const withShards = (names: readonly string[], fill?: ReadonlyMap<string, number>): ClusterSpec => ({
    ...localExample, keyspaces: [{ ...keyspace, fill, shards: names.map((name, index) => shard(name, [100 * (index + 2), 'MASTER'])) }],
  })
  const customers = async (value: ClusterSpec): Promise<Map<string, number[]>> => {
    const simulation = new Simulation({ profile: lan })
    new Cluster(simulation, value, await clusterImage(value)).boot()
    simulation.process('operator', 'host', async () => {})
    simulation.spawn('operator', 'main', ctx => ctx.sleep(1))
    await simulation.run()
    return new Map(value.keyspaces[0]!.shards.map(({ name, tablets }) => [
      name, viewRows(simulation.find(`mysqld zone1-${tablets[0]!.alias.uid}`)!, 'vt_customer', 'customer').map(row => Number(row[0])),
    ]))
  }

  test('live where their hash puts them', async () => {
    expect(await customers(withShards(['-80', '80-']))).toEqual(new Map([['-80', [1, 2, 3, 5]], ['80-', [4]]]))
  })

  test('are in the shards that are routed to: those that overlap no earlier one', async () => {
    const value = withShards(['0', '-80', '80-'])
    expect(await customers(value)).toEqual(new Map([['0', [1, 2, 3, 4, 5]], ['-80', []], ['80-', []]]))
    const { topology } = await clusterImage(value)
    expect(['0', '-80', '80-'].map(name => topology.get('global')!.get(`keyspaces/customer/shards/${name}/Shard`)))
      .toMatchObject([{ isMasterServing: true }, { isMasterServing: false }, { isMasterServing: false }])
    expect(topology.get('zone1')!.get('keyspaces/customer/SrvKeyspace')).toMatchObject({
      partitions: ['MASTER', 'REPLICA', 'RDONLY'].map(servedType => ({ servedType, shardReferences: [{ name: '0' }] })),
    })
  })

  test('are made up, from the next number on, as many as are wanted', async () => {
    const value = withShards(['0'], new Map([['customer', 1200]]))
    expect(await customers(value)).toEqual(new Map([['0', Array.from({ length: 1200 }, (_, index) => index + 1)]]))
  })

  test('cannot be for a table that is not there', async () => {
    await expect(clusterImage(withShards(['0'], new Map([['custmer', 3]])))).rejects.toThrow('the schema of customer has no table custmer')
  })
})

describe('a cluster that is booted from its image', () => {
  test('serves every shard and type, and is seen from outside', async () => {
    const simulation = new Simulation({ profile: lan })
    const cluster = new Cluster(simulation, localExample, await clusterImage(localExample))
    cluster.boot()
    simulation.process('operator', 'host', async () => {})
    simulation.spawn('operator', 'main', ctx => cluster.settle(ctx))
    const run = await simulation.run()
    expect(run.error).toBeUndefined()
    expect(run.nowMs).toBeLessThan(5000)

    expect(cluster.shardOf('mysqld zone1-201')).toBe('customer/0')
    expect(cluster.shardOf('vtctld')).toBeUndefined()
    const mysqld = simulation.find('mysqld zone1-202')!
    expect(viewTables(mysqld, 'vt_customer').map(table => table.name).sort()).toEqual(['corder', 'customer'])
    expect(viewRows(mysqld, 'vt_customer', 'customer')[3]).toEqual([4, 'dan@domain.com'])
    expect(new RowReader(simulation, localExample).rows('mysqld zone1-200', 'customer/0')).toContainEqual({
      row: 'customer/4', mark: 'dan@domain.com', keyspaceId: 'd2fd8867d50d2dfe', shard: 'customer/0', content: '(4, dan@domain.com)',
    })
  })

  test('does not share what it writes with other worlds', async () => {
    const image = await clusterImage(localExample)
    const before = image.disks.get('zone1-0000000200')!.log.end
    const simulation = new Simulation({ profile: lan })
    const cluster = new Cluster(simulation, localExample, image)
    cluster.boot()
    simulation.process('operator', 'host', async () => {})
    simulation.spawn('operator', 'main', async ctx => {
      await cluster.settle(ctx)
      const connection = await cluster.openMysql(ctx, 'mysqld zone1-200', 'vt_customer')
      await connection.execute(ctx, "insert into customer values (77, 'x')")
    })
    expect((await simulation.run()).error).toBeUndefined()
    expect(viewRows(simulation.find('mysqld zone1-200')!, 'vt_customer', 'customer')).toHaveLength(6)
    expect(image.disks.get('zone1-0000000200')!.log.end).toBe(before)
  })
})

describe('a server that is stopped on purpose', () => {
  test.each(['up', 'down'])('when it is %s: it is told of, and down it stays', async state => {
    const alias = { cell: 'zone1', uid: 201 }
    const simulation = new Simulation({ profile: lan })
    const cluster = new Cluster(simulation, localExample, await clusterImage(localExample))
    cluster.boot()
    const told: string[] = []
    simulation.subscribe(['process/stop', 'process/crash'], ({ kind, process }) => void told.push(`${kind} ${process}`))
    simulation.process('operator', 'host', async () => {})
    simulation.spawn('operator', 'main', async ctx => {
      await cluster.settle(ctx)
      if (state === 'down') simulation.crash('vttablet zone1-201')
      told.length = 0
      await cluster.stopVttablet(ctx, alias)
      await ctx.sleep(1000)
    })
    expect((await simulation.run()).error).toBeUndefined()
    expect(told).toEqual(['process/stop vttablet zone1-201', ...state === 'up' ? ['process/crash vttablet zone1-201'] : []])
    expect(simulation.find('vttablet zone1-201')).toMatchObject({ up: false, life: 1 })
  })
})
