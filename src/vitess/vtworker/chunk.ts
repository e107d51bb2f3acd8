import { integer, type Value } from '../../sql/index.ts'

/**
 * A part of a table: the rows whose first key column is in [start, end). null is an open end.
 * Source: go/vt/worker/chunk.go chunk.
 */
export interface Chunk {
  readonly start: Value
  readonly end: Value
  /** From 1 to `total`. */
  readonly number: number
  readonly total: number
}

/** The whole table at once. */
export const completeChunk: Chunk = Object.freeze({ start: null, end: null, number: 1, total: 1 })

/** ` 7/10`: padded, so that the log lines up. Source: chunk.go String. */
export function chunkText(chunk: Chunk): string {
  const total = String(chunk.total)
  return `${String(chunk.number).padStart(total.length)}/${total}`
}

export interface ChunkPlan {
  readonly table: string
  readonly primaryKeyColumns: readonly string[]
  /** MySQL's estimate. */
  readonly rowCount: number
  readonly chunkCount: number
  readonly minRowsPerChunk: number
}

/**
 * Why a table is taken in one piece before anybody looks at its keys: a log line, '' for none; or null: look
 * at the keys.
 */
export function singleChunkReason(plan: ChunkPlan): string | null {
  const intro = `table=${plan.table}: Not splitting the table into multiple chunks because`
  if (plan.primaryKeyColumns.length === 0) {
    return `${intro} it has no primary key columns. This will reduce the performance of the clone.`
  }
  if (plan.rowCount < 2 * plan.minRowsPerChunk) return `${intro} it has only ${plan.rowCount} rows.`
  return plan.chunkCount === 1 ? '' : null
}

/** The number of chunks that leaves each at least `minRowsPerChunk` rows, and what the log says of it. */
export function chunkCountFor(plan: ChunkPlan): { count: number; log: string | null } {
  if (Math.floor(plan.rowCount / plan.chunkCount) >= plan.minRowsPerChunk) return { count: plan.chunkCount,
    log: null }
  const count = Math.floor(plan.rowCount / plan.minRowsPerChunk)
  return {
    count,
    log: `table=${plan.table}: Reducing the number of chunks from the default ${plan.chunkCount} to ${count}`
      + ` to make sure that`
      + ` each chunk has at least ${plan.minRowsPerChunk} rows.`,
  }
}

export type KeyKind = 'signed' | 'unsigned' | 'float' | 'other'

/**
 * Cuts [min, max] into `count` equal intervals. The first and the last chunk are open, since other shards may
 * hold smaller and larger keys; what the division leaves over falls into the last. Source: chunk.go
 * generateChunks.
 * @returns the chunks, or why there is only one
 */
export function cutIntoChunks(
  table: string, min: Value, max: Value, kind: KeyKind, count: number,
): readonly Chunk[] | string {
  const intro = `table=${table}: Not splitting the table into multiple chunks,`
  if (min === null || max === null) return `${intro} min or max is NULL: [${goText(min)} ${goText(max)}]`
  if (kind === 'other') return `${intro} primary key not numeric.`
  return kind === 'float'
    ? cutFloats(intro, Number(min), Number(max), count)
    : cutIntegers(intro, BigInt(min as number), BigInt(max as number), kind === 'signed', BigInt(count))
}

function cutFloats(intro: string, min: number, max: number, count: number): readonly Chunk[] | string {
  const interval = (max - min) / count
  if (interval === 0) return `${intro} interval=0: ${min} to ${max}`
  return chunksAt(count, i => min + i * interval)
}

function cutIntegers(
  intro: string, min: bigint, max: bigint, signed: boolean, count: bigint,
): readonly Chunk[] | string {
  // 64-bit arithmetic wraps, as in Go: the extremes of a signed key give nonsense there, and so here.
  const wrap = (value: bigint): bigint => signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)
  const interval = wrap(max - min) / count
  if (interval === 0n) return `${intro} interval=0: ${min} to ${max}`
  return chunksAt(Number(count), i => integer(wrap(min + BigInt(i) * interval)))
}

function chunksAt(count: number, bound: (index: number) => number | bigint): readonly Chunk[] {
  const chunks: Chunk[] = []
  for (let i = 0; i < count; i++) {
    chunks.push({
      start: i === 0 ? null : bound(i), end: i === count - 1 ? null : bound(i + 1), number: i + 1,
        total: count,
    })
  }
  return chunks
}

const goText = (value: Value): string => value === null ? 'NULL' : String(value)
