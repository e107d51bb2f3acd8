import type { BinlogTransaction } from '../../../lab/cluster/index.ts'
import type { TraceEvent } from '../../../sim/index.ts'
import { Gtid, GtidSet } from '../../../sql/index.ts'
import { withEntry, type Facts, type Folds, type ServerFacts } from '../facts.ts'
import { applyToStreams } from './streams.ts'

/** What MySQL servers have executed, and what that left them: rows, and positions of streams. */
export const serverFolds: Folds = [
  ['mysql/recovered', (facts, event) => {
    const { executed, tables } = event.data as {
      executed: string; tables: readonly { database: string; table: string; rows: number }[]
    }
    const rows = new Map(tables.map(each => [`${each.database}.${each.table}`, each.rows]))
    return change(facts, event, server => ({ ...withExecuted(server, executed), rows }))
  }],
  ['mysql/executed', (facts, event) => change(
    facts, event, server => withExecuted(server, (event.data as { executed: string }).executed),
  )],
  ['mysql/commit', (facts, event) => change(
    facts, event, server => apply(server, [event.data as BinlogTransaction], event.seq),
  )],
  ['stream/item', (facts, event) => (event.note === 'Mysqld.binlogDump' ? change(facts, event, server => {
    const batch = event.data as readonly BinlogTransaction[]
    const after = apply(server, [...server.relay, ...batch], event.seq)
    return { ...after, relay: [], before: { server: { ...server, before: null }, batch } }
  }) : facts)],
  ['mysql/relayed', (facts, event) => change(facts, event, server => {
    const { waiting } = event.data as { waiting: number }
    if (server.before === null) return server
    const queue = [...server.before.server.relay, ...server.before.batch]
    const done = Math.max(0, queue.length - waiting)
    return { ...apply(server.before.server, queue.slice(0, done), event.seq), relay: queue.slice(done) }
  })],
  ['mysql/apply', (facts, event) => change(facts, event, server => {
    const { count } = event.data as { count: number }
    return { ...apply(server, server.relay.slice(0, count), event.seq), relay: server.relay.slice(count) }
  })],
]

const empty: ServerFacts = {
  executed: GtidSet.empty, sid: '', rows: new Map(), streams: new Map(), relay: [], before: null, movedAt: 0,
}

function change(
  facts: Facts, { seq, process }: TraceEvent, update: (server: ServerFacts) => ServerFacts,
): Facts {
  const alias = /^mysqld (.*)$/.exec(process)?.[1]
  if (alias === undefined) return facts
  const server = { ...update(facts.servers.get(alias) ?? empty), movedAt: seq }
  return { ...facts, servers: withEntry(facts.servers, alias, server) }
}

function withExecuted(server: ServerFacts, text: string): ServerFacts {
  const executed = GtidSet.parse(text)
  const sids = executed.sids()
  const sid = sids.includes(server.sid) ? server.sid : sids.at(-1) ?? ''
  return { ...server, executed, sid, relay: [], before: null }
}

/** After these transactions, of which some may have been executed before. */
function apply(server: ServerFacts, transactions: readonly BinlogTransaction[], seq: number): ServerFacts {
  let { executed, sid, streams } = server
  const rows = new Map(server.rows)
  for (const { gtid: text, events } of transactions) {
    const gtid = Gtid.parse(text)
    if (executed.has(gtid)) continue
    executed = executed.add(gtid)
    sid = gtid.sid
    for (const event of events) {
      streams = applyToStreams(streams, event, seq)
      if (event.kind === 'ddl') define(rows, event.database, event.sql)
      else if (event.change !== 'update') {
        const table = `${event.database}.${event.table}`
        rows.set(table, (rows.get(table) ?? 0) + (event.change === 'insert' ? 1 : -1))
      }
    }
  }
  return { ...server, executed, sid, rows, streams, before: null }
}

/** Tables that come, and those that go. */
function define(rows: Map<string, number>, database: string, sql: string): void {
  const statement = /^\s*(create|drop|truncate)\s+table\s+(?:if\s+(?:not\s+)?exists\s+)?([^(;]+)/i.exec(sql)
  if (statement === null) return
  const names = statement[2]!.split(',').map(name => name.trim().split(/\s/)[0]!.replaceAll('`', ''))
  for (const name of statement[1]!.toLowerCase() === 'create' ? names.slice(0, 1) : names) {
    const table = name.includes('.') ? name : `${database}.${name}`
    if (statement[1]!.toLowerCase() === 'drop') rows.delete(table)
    else if (statement[1]!.toLowerCase() === 'truncate' || !rows.has(table)) rows.set(table, 0)
  }
}
