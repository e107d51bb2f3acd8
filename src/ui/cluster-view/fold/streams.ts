import { streamPosition, type BinlogEvent } from '../../../lab/cluster/index.ts'
import { valueText, type Row } from '../../../sql/index.ts'
import type { KeyRange } from '../../../vitess/keys/index.ts'
import { parseBinlogSource } from '../../../vitess/wire/index.ts'
import type { StreamFacts } from '../facts.ts'

/** Where the columns of `_vt.vreplication` stand. Source: go/vt/binlog/binlogplayer CreateVReplicationTable. */
const columns = { id: 0, workflow: 1, source: 2, pos: 3, state: 11, message: 12 } as const

/**
 * The streams of a server after one more event of a transaction. A stream is a row of a table, and what the
 * row says is durable: it is written in one transaction with the rows that the stream has brought.
 */
export function applyToStreams(
  streams: ReadonlyMap<number, StreamFacts>, event: BinlogEvent, seq: number,
): ReadonlyMap<number, StreamFacts> {
  if (event.kind !== 'rows' || event.database !== '_vt' || event.table !== 'vreplication') return streams
  const row = (event.after ?? event.before)!
  const id = Number(textOf(row, 'id'))
  const changed = new Map(streams)
  if (event.after === undefined) changed.delete(id)
  else changed.set(id, streamOf(streams.get(id), id, row, seq))
  return changed
}

function streamOf(known: StreamFacts | undefined, id: number, row: Row, seq: number): StreamFacts {
  const state = textOf(row, 'state')
  const message = textOf(row, 'message')
  const position = streamPosition(textOf(row, 'pos'))
  const isSame = known !== undefined && known.state === state && known.message === message
  const stands = known !== undefined && String(position) === String(known.position)
  return {
    id, workflow: textOf(row, 'workflow'), ...sourceOf(textOf(row, 'source')), state, message, position,
    changedAt: isSame ? known.changedAt : seq, movedAt: stands ? known.movedAt : seq,
  }
}

function textOf(row: Row, column: keyof typeof columns): string {
  return valueText(row[columns[column]] ?? null) ?? ''
}

interface Source { readonly source: string; readonly keyRange: KeyRange | null }

/** There are few, and they come with every position. */
const sources = new Map<string, Source>()

function sourceOf(text: string): Source {
  let source = sources.get(text)
  if (source === undefined) {
    const { keyspace, shard, keyRange } = parseBinlogSource(text)
    if (sources.size > 1000) sources.clear()
    sources.set(text, source = { source: `${keyspace}/${shard}`, keyRange })
  }
  return source
}
