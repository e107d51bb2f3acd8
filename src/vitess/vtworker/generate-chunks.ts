import type { Ctx } from '../../sim/index.ts'
import { failure, wrapping, executeFetchAsApp } from '../command/index.ts'
import { tabletDbName } from '../topo/index.ts'
import { type Tablet, tabletAliasString } from '../wire/index.ts'
import {
  type Chunk, type ChunkPlan, chunkCountFor, chunkText, completeChunk, cutIntoChunks, type KeyKind,
  singleChunkReason,
} from './chunk.ts'
import type { CloneTable } from './clone-table.ts'
import { isFloat, isIntegral } from './compare-rows.ts'
import type { SplitClone } from './split-clone.ts'
import { escapeId } from './sql-text.ts'

export interface NamedChunk { readonly chunk: Chunk; readonly text: string }

/**
 * Cuts a table into chunks by the smallest and the largest value of the first column of its key, as the given
 * tablet has them. Source: go/vt/worker/chunk.go generateChunks.
 */
export async function generateChunks(
  ctx: Ctx, clone: SplitClone, tablet: Tablet, table: CloneTable,
): Promise<readonly NamedChunk[]> {
  const { logger, settings } = clone.parts
  const { chunkCount, minRowsPerChunk } = clone.options
  const plan: ChunkPlan = { table: table.name, primaryKeyColumns: table.primaryKeyColumns,
    rowCount: table.rowCount, chunkCount, minRowsPerChunk }
  const single = (reason: string): readonly NamedChunk[] => {
    if (reason !== '') logger.info(ctx, 'chunk.go:89', reason)
    return [{ chunk: completeChunk, text: chunkText(completeChunk) }]
  }
  const reason = singleChunkReason(plan)
  if (reason !== null) return single(reason)

  const column = escapeId(table.primaryKeyColumns[0]!)
  const name = `tablet: ${tabletAliasString(tablet.alias)}, table: ${table.name}`
  const cannot = `${name}: cannot determine MIN and MAX of the first primary key column.`
  const result = await wrapping(`${cannot} ExecuteFetchAsApp`,
    () => ctx.timeout(settings.remote_actions_timeout, inner => executeFetchAsApp(
    inner, tablet, `SELECT MIN(${column}), MAX(${column}) FROM`
      + ` ${escapeId(tabletDbName(tablet))}.${escapeId(table.name)}`, 1)))
  const row = result.rows[0]
  if (row === undefined) throw failure(`${cannot} Zero rows were returned`, 'FAILED_PRECONDITION')
  const { count, log } = chunkCountFor(plan)
  const chunks = cutIntoChunks(table.name, row[0]!, row[1]!, keyKind(table), count)
  if (typeof chunks === 'string') return single(chunks)
  if (log !== null) logger.info(ctx, 'chunk.go:121', log)
  return chunks.map(chunk => ({ chunk, text: chunkText(chunk) }))
}

function keyKind(table: CloneTable): KeyKind {
  const type = table.columnTypes[0]!
  if (isFloat(type)) return 'float'
  if (!isIntegral(type)) return 'other'
  return type.startsWith('U') || type === 'YEAR' ? 'unsigned' : 'signed'
}
