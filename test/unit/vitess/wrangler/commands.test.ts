import { describe, expect, test } from 'vitest'
import { Failure } from '../../../../src/sim/index.ts'
import { getShard, getSrvKeyspace, getTablet, getVSchema, updateShardFields } from '../../../../src/vitess/topo/index.ts'
import { commandGroups, commands } from '../../../../src/vitess/wrangler/index.ts'
import { inSmallCluster } from './small-cluster.ts'

const printedBy = async (...lines: string[]): Promise<string> => {
  const { printed, failure } = await inSmallCluster({ lines })
  expect(failure).toBe('')
  return printed
}

describe('what is printed', () => {
  test('GetShard', async () => {
    expect(await printedBy('GetShard customer/-80')).toMatchInlineSnapshot(`
      "{
        "master_alias": {
          "cell": "zone1",
          "uid": 300
        },
        "master_term_start_time": null,
        "key_range": {
          "start": null,
          "end": "gA=="
        },
        "served_types": [
        ],
        "source_shards": [
          {
            "uid": 1,
            "keyspace": "customer",
            "shard": "0",
            "key_range": null,
            "tables": [
            ]
          }
        ],
        "tablet_controls": [
        ],
        "is_master_serving": false
      }
      "
    `)
  })
  test('GetSrvKeyspace', async () => {
    expect(await printedBy('MigrateServedTypes customer/0 rdonly', 'GetSrvKeyspace zone1 customer')).toMatchInlineSnapshot(`
      "{
        "partitions": [
          {
            "served_type": 1,
            "shard_references": [
              {
                "name": "0",
                "key_range": null
              }
            ],
            "shard_tablet_controls": [
            ]
          },
          {
            "served_type": 2,
            "shard_references": [
              {
                "name": "0",
                "key_range": null
              }
            ],
            "shard_tablet_controls": [
            ]
          },
          {
            "served_type": 3,
            "shard_references": [
              {
                "name": "-80",
                "key_range": {
                  "start": null,
                  "end": "gA=="
                }
              },
              {
                "name": "80-",
                "key_range": {
                  "start": "gA==",
                  "end": null
                }
              }
            ],
            "shard_tablet_controls": [
              {
                "name": "0",
                "key_range": null,
                "query_service_disabled": true
              },
              {
                "name": "-80",
                "key_range": {
                  "start": null,
                  "end": "gA=="
                },
                "query_service_disabled": false
              },
              {
                "name": "80-",
                "key_range": {
                  "start": "gA==",
                  "end": null
                },
                "query_service_disabled": false
              }
            ]
          }
        ],
        "sharding_column_name": "",
        "sharding_column_type": 0,
        "served_from": [
        ]
      }
      "
    `)
  })
  test('GetTablet', async () => {
    expect(await printedBy('GetTablet zone1-300')).toMatchInlineSnapshot(`
      "{
        "alias": {
          "cell": "zone1",
          "uid": 300
        },
        "hostname": "localhost",
        "port_map": {
          "grpc": 16300,
          "vt": 15300
        },
        "keyspace": "customer",
        "shard": "-80",
        "key_range": {
          "start": null,
          "end": "gA=="
        },
        "type": 1,
        "db_name_override": "",
        "tags": {
        },
        "mysql_hostname": "localhost",
        "mysql_port": 17300,
        "master_term_start_time": null
      }
      "
    `)
  })
  test('GetKeyspace, GetKeyspaces, GetSrvKeyspaceNames', async () => {
    expect(await printedBy('CreateKeyspace -served_from=master:commerce,replica:commerce product', 'GetKeyspace product',
      'GetKeyspaces',
      'GetSrvKeyspaceNames zone1')).toMatchInlineSnapshot(`
        "{
          "sharding_column_name": "",
          "sharding_column_type": 0,
          "served_froms": [
            {
              "tablet_type": 1,
              "cells": [
              ],
              "keyspace": "commerce"
            },
            {
              "tablet_type": 2,
              "cells": [
              ],
              "keyspace": "commerce"
            }
          ],
          "keyspace_type": 0,
          "base_keyspace": "",
          "snapshot_time": null
        }
        customer
        product
        customer
        "
      `)
  })
  test('FindAllShardsInKeyspace leaves out what has no value', async () => {
    expect(await printedBy('FindAllShardsInKeyspace customer')).toMatchInlineSnapshot(`
      "{
        "-80": {
          "master_alias": {
            "cell": "zone1",
            "uid": 300
          },
          "key_range": {
            "end": "gA=="
          },
          "source_shards": [
            {
              "uid": 1,
              "keyspace": "customer",
              "shard": "0"
            }
          ]
        },
        "0": {
          "master_alias": {
            "cell": "zone1",
            "uid": 200
          },
          "is_master_serving": true
        },
        "80-": {
          "master_alias": {
            "cell": "zone1",
            "uid": 400
          },
          "key_range": {
            "start": "gA=="
          },
          "source_shards": [
            {
              "uid": 1,
              "keyspace": "customer",
              "shard": "0"
            }
          ]
        }
      }
      "
    `)
  })
  test('ListAllTablets', async () => {
    expect((await printedBy('ListAllTablets')).split('\n').slice(0, 3)).toEqual([
      'zone1-0000000200 customer 0 master localhost:15200 localhost:17200 []', 'zone1-0000000201 customer 0 replica'
      + ' localhost:15201 localhost:17201 []',
      'zone1-0000000202 customer 0 rdonly localhost:15202 localhost:17202 []',
    ])
  })
  test('a VSchema, after it was applied', async () => {
    const vschema =
      '{"sharded":true,"vindexes":{"hash":{"type":"hash"}},"tables":{"customer":{"column_vindexes":[{"column":"customer_id","name":"hash"}]}}}'
    expect(await printedBy(`ApplyVSchema -vschema=${vschema} customer`)).toMatchInlineSnapshot(`
      "New VSchema object:
      {
        "sharded": true,
        "vindexes": {
          "hash": {
            "type": "hash"
          }
        },
        "tables": {
          "customer": {
            "columnVindexes": [
              {
                "column": "customer_id",
                "name": "hash"
              }
            ]
          }
        }
      }
      If this is not what you expected, check the input data (as JSON parsing will skip unexpected fields).
      "
    `)
  })
  test('Help for one command', async () => {
    const { printed, failure } = await inSmallCluster({ lines: ['Help SetShardIsMasterServing'] })
    expect(failure).toBe('flag: help requested')
    expect(printed).toMatch(/^Usage: SetShardIsMasterServing <keyspace\/shard> <is_master_serving>\n\n/)
  })
})

describe('what is refused', () => {
  test.each([
    ['Nonsense', 'unknown command'],
    ['GetShard', 'the <keyspace/shard> argument is required for the GetShard command'],
    ['GetShard customer', 'invalid shard path: customer'],
    ['GetShard customer/40-', "node doesn't exist: keyspaces/customer/shards/40-/Shard"],
    ['GetTablet zone1', "invalid tablet alias: 'zone1', expecting format: '<cell>-<uid>'"],
    ['ChangeSlaveType zone1-200 spare', 'tablet zone1-0000000200 type change MASTER -> SPARE is not an'
      + ' allowed transition for ChangeSlaveType'],
    ['ChangeSlaveType -dry-run zone1-201 master', 'invalid type transition zone1-0000000201: REPLICA -> MASTER'],
    ['DeleteShard customer/0', 'shard customer/0 is still serving, cannot delete it, use even_if_serving flag if needed'],
    ['DeleteShard customer/-80', 'shard customer/-80 still has 3 tablets in cell zone1; use -recursive or remove them manually'],
    ['DeleteTablet zone1-200', 'cannot delete tablet zone1-0000000200 as it is a master, use allow_master flag'],
    ['DeleteKeyspace customer', 'keyspace customer still has 3 shards; use -recursive or remove them manually'],
    ['SourceShardAdd customer/-80 1 customer/0', 'uid 1 is already in use'],
    ['SourceShardDelete customer/-80 7', 'no SourceShard with uid 7'],
    ['InitShardMaster customer/-80 zone1-301', 'master-elect tablet zone1-0000000301 is not the shard'
      + ' master, use -force to proceed anyway'],
    ['InitShardMaster -force customer/-80 zone1-200', 'master-elect tablet zone1-0000000200 is not in the shard'],
    ['PlannedReparentShard -keyspace_shard=customer/0 -new_master=zone1-201 -avoid_master=zone1-201',
      'master-elect tablet zone1-0000000201 is the same as the tablet to avoid'],
    ['EmergencyReparentShard -keyspace_shard=customer/0 -new_master=zone1-200', 'master-elect tablet'
      + ' zone1-0000000200 is already the master'],
    ['WaitForFilteredReplication customer/0', 'shard customer/0 has no source shard'],
    ['ApplyVSchema customer', 'one of the sql, sql_file, vschema, or vschema_file flags must be specified when calling the'
      + ' ApplyVSchema command'],
    ['ApplyVSchema -vschema={} nowhere', "keyspace(nowhere) doesn't exist, check if the keyspace is initialized"],
    ['ApplySchema customer', 'action requires one of sql or sql-file'],
    ['ApplySchema -sql-file=nowhere.sql customer', 'cannot read file nowhere.sql: open nowhere.sql: no such file or directory'],
    ['RebuildKeyspaceGraph', 'the <keyspace> argument must be used to specify at least one keyspace when calling the'
      + ' RebuildKeyspaceGraph command'],
  ])('%s: %s', async (line, message) => {
    expect((await inSmallCluster({ lines: [line] })).failure).toBe(message)
  })

  test('an unknown command is named, an empty line lists all', async () => {
    expect((await inSmallCluster({ lines: ['Nonsense'] })).printed).toBe('Unknown command: Nonsense\n')
  })
})

describe('what is done', () => {
  test('CancelResharding takes streams and notes out of the destinations', async () => {
    const { failure, calls, after } = await inSmallCluster({
      lines: ['CancelResharding customer/0'], after: async (ctx, topo) => (await getShard(ctx, topo, 'customer', '-80')).record,
    })
    expect(failure).toBe('')
    expect(calls.filter(call => call.includes('vReplicationExec'))).toEqual([
      '300 vReplicationExec delete from _vt.vreplication where id=1', '400 vReplicationExec delete from'
      + ' _vt.vreplication where id=1',
    ])
    expect(after).toMatchObject({ sourceShards: [], tabletControls: [] })
  })

  test('CancelResharding is refused once a type was migrated', async () => {
    const { failure } = await inSmallCluster({ lines: ['MigrateServedTypes customer/0 rdonly', 'CancelResharding customer/0'] })
    expect(failure).toBe('some served types have migrated for customer/-80, please undo them before canceling')
  })

  test('SetShardTabletControl writes into the serving graph, and tells no tablet', async () => {
    const { calls, after } = await inSmallCluster({
      lines: ['SetShardTabletControl --disable_query_service customer/0 rdonly'], after: (ctx, topo) => getSrvKeyspace(ctx, topo,
        'zone1', 'customer'),
    })
    expect(calls).toEqual([])
    expect((after as any).partitions[2].shardTabletControls).toEqual([{ name: '0', keyRange: null, queryServiceDisabled: true }])
  })

  test('CreateKeyspace a second time succeeds, as in Vitess, unless it may go without a VSchema', async () => {
    expect((await inSmallCluster({ lines: ['CreateKeyspace customer'] })).failure).toBe('')
    expect((await inSmallCluster({ lines: ['CreateKeyspace -allow_empty_vschema customer'] })).failure).toBe(
      'node already exists: keyspaces/customer/Keyspace')
  })

  test('InitShardMaster resets all, then makes the master, then lets the others follow', async () => {
    const { calls, failure, texts } = await inSmallCluster({ lines: ['InitShardMaster -force customer/-80 zone1-301'] })
    expect(failure).toBe('')
    const methods = calls.map(call => call.split(' ')[1]!)
    expect([...new Set(methods)]).toEqual(['resetReplication', 'initMaster', 'initSlave', 'populateReparentJournal',
      'executeFetchAsDba'])
    expect(texts.filter(text => text.includes('-force'))).toHaveLength(3)
  })

  test('InitShardMaster stops when a tablet cannot be reset', async () => {
    const { failure, calls } = await inSmallCluster({
      lines: ['InitShardMaster -force customer/-80 zone1-300'],
        answers: { 302: { resetReplication: () => new Failure('UNAVAILABLE', 'down') } },
    })
    expect(failure).toBe('tablet zone1-0000000302 ResetReplication failed (either fix it, or Scrap it): down')
    expect(calls).not.toContain('300 initMaster')
  })

  test('PlannedReparentShard demotes, waits, promotes', async () => {
    const position = 'MySQL56/00000000-0000-0000-0000-000000000200:1-17'
    const { calls, failure } = await inSmallCluster({
      lines: ['PlannedReparentShard -keyspace_shard=customer/0 -new_master=zone1-201'],
      answers: { all: { demoteMaster: () => position, promoteSlaveWhenCaughtUp: () => position } },
    })
    expect(failure).toBe('')
    expect(calls.slice(0, 4)).toEqual(['200 masterPosition', '201 setMaster', '200 demoteMaster', '201 promoteSlaveWhenCaughtUp'])
    expect(calls.slice(4).sort()).toEqual(['200 setMaster', '201 populateReparentJournal', '202 setMaster'])
  })

  test('PlannedReparentShard takes the demotion back when the new master does not catch up', async () => {
    const { calls, failure } = await inSmallCluster({
      lines: ['PlannedReparentShard -keyspace_shard=customer/0 -new_master=zone1-201'],
      answers: { all: { demoteMaster: () => '', promoteSlaveWhenCaughtUp: () => new Failure('DEADLINE_EXCEEDED', 'too slow') } },
    })
    expect(failure).toBe('master-elect tablet zone1-0000000201 failed to catch up with replication or be'
      + ' upgraded to master: too slow')
    expect(calls.at(-1)).toBe('200 undoDemoteMaster')
  })

  test('EmergencyReparentShard forgets the old master and refuses a candidate that has less than another', async () => {
    const status = (n: number) => () => ({
      position: `MySQL56/00000000-0000-0000-0000-000000000200:1-${n}`, slaveIoRunning: true, slaveSqlRunning: true,
        secondsBehindMaster: 0, masterHost: '',
    })
    const { failure, after } = await inSmallCluster({
      lines: ['EmergencyReparentShard -keyspace_shard=customer/0 -new_master=zone1-201'],
      answers: { 201: { stopReplicationAndGetStatus: status(5) }, 202: { stopReplicationAndGetStatus: status(6) } },
      after: async (ctx,
        topo) => { try { return (await getTablet(ctx, topo, { cell: 'zone1', uid: 200 })).record.type } catch { return 'gone' } },
    })
    expect(failure).toBe('tablet zone1-0000000202 is more advanced than master elect tablet zone1-0000000201:'
      + ' MySQL56/00000000-0000-0000-0000-000000000200:1-6 > MySQL56/00000000-0000-0000-0000-000000000200:1-5')
    expect(after).toBe('gone')
  })

  test('ApplyVSchema with a file', async () => {
    const { after } = await inSmallCluster({
      lines: ['ApplyVSchema -vschema_file ../examples/vschema.json customer'],
        vtctld: { files: new Map([['vschema.json', '{"tables":{"t":{}}}']]) },
      after: (ctx, topo) => getVSchema(ctx, topo, 'customer'),
    })
    expect(after).toEqual({ tables: { t: {} } })
  })

  test('ValidateKeyspace names everything that is wrong', async () => {
    const { failure, texts } = await inSmallCluster({
      lines: ['ValidateKeyspace customer'], before: (ctx, topo) => updateShardFields(ctx, topo, 'customer', '0',
        record => ({ ...record, masterAlias: null })),
    })
    expect(failure).toBe('some validation errors - see log')
    expect(texts).toEqual(['master mismatch for shard customer/0: found zone1-0000000200, expected <nil>'])
  })
})

test('every command has a group, a usage and a help', () => {
  for (const { name, group, help } of commands) {
    expect(commandGroups, name).toContain(group)
    expect(help, name).not.toBe('')
  }
  expect(new Set(commands.map(({ name }) => name.toLowerCase())).size).toBe(commands.length)
})
