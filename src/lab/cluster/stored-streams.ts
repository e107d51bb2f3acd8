import type { ServerDisk } from '../../mysql/index.ts'
import { GtidError, GtidSet, Position, valueText } from '../../sql/index.ts'
import { parseBinlogSource } from '../../vitess/wire/index.ts'

/** A row of `_vt.vreplication`. */
export interface StoredStream {
  readonly id: number
  /** `customer/0` */
  readonly source: string
  readonly state: string
  /** As it is written: `MySQL56/<gtid set>`. */
  readonly positionText: string
  /** null: it has none. */
  readonly position: GtidSet | null
}

/** Where a stream has come to, as it is written in its row; null: nowhere yet. */
export function streamPosition(text: string): GtidSet | null {
  try {
    const { set } = Position.decode(text)
    return set instanceof GtidSet ? set : null
  } catch (error) {
    if (error instanceof GtidError) return null
    throw error
  }
}

/** The streams that fill the shard of a master, by its disk. */
export function storedStreams(disk: ServerDisk): readonly StoredStream[] {
  const table = disk.databases.findTable('_vt', 'vreplication')
  if (table === undefined) return []
  const streams: StoredStream[] = []
  const columns = table.schema.columns.map(({ name }) => name)
  table.data.rows.ascend(null, null, row => {
    const text = (column: string): string => valueText(row[columns.indexOf(column)] ?? null) ?? ''
    const { keyspace, shard } = parseBinlogSource(text('source'))
    const positionText = text('pos')
    streams.push({
      id: Number(text('id')), source: `${keyspace}/${shard}`, state: text('state'), positionText, position: streamPosition(positionText),
    })
  })
  return streams
}
