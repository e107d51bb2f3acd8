import { Failure, type Ctx } from '../../../sim/index.ts'
import type { BindVariables, QueryResult } from '../../../sql/index.ts'
import { destinationString } from '../../keys/index.ts'
import { aggregateFailures } from '../aggregate-failures.ts'
import type { EngineCursor } from './cursor.ts'
import type { Send } from './primitive.ts'

/** Source: engine/send.go Execute. */
export async function executeSend(
  ctx: Ctx, cursor: EngineCursor, plan: Send, binds: BindVariables,
): Promise<QueryResult> {
  const shards = await cursor.resolveDestinations(ctx, plan.keyspace.name, [plan.destination])
  if (!plan.keyspace.sharded && shards.length !== 1) {
    throw new Failure('FAILED_PRECONDITION',
      `Keyspace does not have exactly one shard: [${shards.map(({ target }) => target.shard).join(' ')}]`)
  }
  if (shards.length === 0) {
    throw new Failure('FAILED_PRECONDITION', `no shard for ${destinationString(plan.destination)}`)
  }
  cursor.routed(ctx, 'Send', plan.keyspace.name, shards)
  const queries = shards.map(({ target }) => ({ target, sql: plan.query, bindVariables: binds }))
  const autocommit = plan.isDml && shards.length === 1 && cursor.autocommitApproval()
  const { result, failures } = await cursor.executeMultiShard(ctx, queries, plan.isDml, autocommit)
  if (failures.length > 0) throw aggregateFailures(failures)
  return result
}
