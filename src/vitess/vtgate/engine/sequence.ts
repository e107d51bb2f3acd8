import { Failure, type Ctx } from '../../../sim/index.ts'
import type { BindVariable, BindVariables } from '../../../sql/index.ts'
import { anyShard } from '../../keys/index.ts'
import type { EngineCursor } from './cursor.ts'
import { resolveValue } from './plan-values.ts'
import type { Generate } from './primitive.ts'

/** The bind variables, with `:__seq0`, `:__seq1`, …; and the first value that was drawn, 0 if none was. */
export interface Generated { readonly binds: BindVariables; readonly insertId: number | bigint }

/**
 * Draws as many values from the sequence as the rows lack, in one call and outside of the user's transaction.
 * Source: engine/insert.go processGenerate.
 */
export async function generateValues(
  ctx: Ctx, cursor: EngineCursor, generate: Generate, binds: BindVariables,
): Promise<Generated> {
  const given = generate.values.map((value) => resolveValue(value, binds))
  const count = given.filter(({ value }) => (value ?? null) === null).length
  let insertId = 0
  if (count > 0) {
    const shards = await cursor.resolveDestinations(ctx, generate.keyspace.name, [anyShard])
    const [shard] = shards
    if (shard === undefined || shards.length > 1) {
      throw new Failure('UNKNOWN',
        'auto sequence generation can happen through single shard only, it is getting routed to '
        + `${shards.length} shards`, { definite: true })
    }
    const n: BindVariable = { type: 'INT64', value: count }
    const result = await cursor.executeStandalone(
      ctx, { target: shard.target, sql: generate.query, bindVariables: { n } })
    insertId = Number(result.rows[0]![0])
  }
  const filled: Record<string, BindVariable> = { ...binds }
  let next = insertId
  given.forEach((value, i) => {
    const isMissing = (value.value ?? null) === null
    filled[`__seq${i}`] = isMissing ? { type: 'INT64', value: next } : value
    if (isMissing) next += 1
  })
  return { binds: filled, insertId }
}
