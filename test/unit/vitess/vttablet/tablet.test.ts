import { describe, expect, test } from 'vitest'
import { messageOf } from '../../../support/topo-world.ts'
import { ask, dba, inTabletWorld, initShard, manager } from '../../../support/tablet-world.ts'

const commerce = (uid: number) => ({ uid, keyspace: 'commerce', shard: '0' })
const product = 'create table product(sku varbinary(128) primary key, price bigint)'

describe('a shard', () => {
  test('is made from three tablets; its master takes writes, its replicas have them', async () => {
    const { value } = await inTabletWorld([commerce(100), commerce(101), { ...commerce(102), initTabletType: 'RDONLY' }], async ctx => {
      await initShard(ctx, 100, 101, 102)
      await manager(100).executeFetchAsDba(ctx, { sql: product, dbName: 'vt_commerce', maxRows: 0, disableBinlogs: false, reloadSchema: true })
      const master = ask(commerce(100))
      await master.execute(ctx, "insert into product values ('SKU-1001', 100)")
      await ctx.sleep(6000)
      return {
        master: (await master.execute(ctx, 'select * from product')).rows,
        replica: (await ask({ ...commerce(101), type: 'REPLICA' }).execute(ctx, 'select * from product')).rows,
        rdonly: (await ask({ ...commerce(102), type: 'RDONLY' }).execute(ctx, 'select * from product')).rows,
        lag: (await manager(101).slaveStatus(ctx, {})).secondsBehindMaster,
        write: await messageOf(() => ask({ ...commerce(101), type: 'REPLICA' }).execute(ctx, "delete from product where sku = 'x'")),
      }
    })
    const rows = [['SKU-1001', 100]]
    expect(value).toMatchObject({ master: rows, replica: rows, rdonly: rows, lag: 0 })
    expect(value.write).toMatch(/^The MySQL server is running with the --read-only option so it cannot execute this statement \(errno 1290\)/)
  })
})
void dba
