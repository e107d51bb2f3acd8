import type { Ctx } from '../../../../src/sim/index.ts'
import { manager } from '../../../support/tablet-world.ts'

/** The sequence of the local example: it begins at 1000 and is reserved in blocks of 100. */
export async function setUpSequence(ctx: Ctx, uid: number): Promise<void> {
  for (const sql of [
    "create table customer_seq(id int, next_id bigint, cache bigint, primary key(id)) comment 'vitess_sequence'",
    'insert into customer_seq(id, next_id, cache) values(0, 1000, 100)',
  ]) {
    await manager(uid).executeFetchAsDba(ctx, { sql, dbName: 'vt_commerce', maxRows: 0, disableBinlogs: false, reloadSchema: true })
  }
}
