/**
 * # vttablet: one mysqld, guarded
 *
 * A tablet stands before one mysqld. It decides who may query it, keeps transactions, replicates for others
 * what they ask for, and does what operators' tools tell it.
 *
 *     vtgate, vtworker ── QueryService ──▶ ┌ tabletserver ┐
 *     vtctld, vtworker ─ TabletManager ──▶ │ tabletmanager│ ── SQL ──▶ mysqld
 *     other vttablets ─── UpdateStream ──▶ │ binlog       │ ◀─ binlog ─┘
 *                                          └ vreplication ┘ ── UpdateStream ──▶ a replica of the source shard
 *
 * Words: the **state** (NOT_SERVING, SERVING, SHUTTING_DOWN) is whether queries are answered; the **type**
 * (MASTER, REPLICA …) is what for; the **action lock** makes changes of the tablet one at a time; a **sticky
 * reason** not to serve is one that a health check does not override; a **stream** is a row of
 * `_vt.vreplication`, its **controller** keeps it running, its **player** applies transactions.
 *
 * Invariants: a tablet acts on topology only when it starts or is told to look (RefreshState, ChangeType,
 * reparents), and what it cannot read stops nothing (it *fails open*) · once NOT_SERVING, no query runs and
 * no transaction is open · a statement by itself is one round trip to mysqld · a stream's data and position
 * are committed together · values of a sequence are given once.
 *
 * What real Vitess does that we do not: consolidation, hot row protection, the transaction throttler,
 * two-phase commit, messages, heartbeats, table ACLs, backups, VStream; the process does not crash itself
 * when a shutdown takes too long. The database is made at the start of the tablet, not by InitShardMaster. A
 * master whose mysqld was started anew makes it writable again, where Vitess waits for SetReadWrite. An
 * UPDATE without limit of which the whole primary key is known goes without `limit 10001`, hence without a
 * transaction around it. The update stream does not log "SBR mode unsupported" for each row. Callers have no
 * names: all are called what `callerId` says.
 */
export { bootVttablet } from './boot-vttablet.ts'
export { isToldNotToReplicate } from './tabletmanager/tablet-agent.ts'
export { type VttabletFlags, type VttabletSpec } from './spec.ts'
