/**
 * # vtgate: one database in front of many shards
 *
 * A vtgate takes SQL from applications and asks tablets. It has no data: the session is a value that the
 * client holds, the rest it learns from the topology and from the health of tablets.
 *
 *     client ── session, SQL ──▶ Executor ── normalise, plan ──▶ primitives ──▶ ScatterConn ──▶ gateway
 *                                  │             └ planner, VSchema  │ resolve      └ shard sessions  └▶ tablets
 *                                  └ SET, SHOW, USE, BEGIN, COMMIT   └ SrvKeyspace of its own cell
 *
 * Words: a **target** is keyspace, shard and tablet type; a **plan** is a tree of primitives, made once for
 * each normalised statement; a **scatter** goes to all shards; a **shard session** is the part of a
 * transaction that one shard has.
 *
 * Invariants: a query for one shard costs one RPC and no other event · no two vtgates need know the same · a
 * planned statement is never planned or routed again while it runs, so a resharding can make it fail · a
 * commit over several shards is not atomic: it goes from shard to shard in the order in which they were
 * opened.
 *
 * What real Vitess does that we do not: two-phase commit; message streams; streamed rows are sent when all of
 * them are there; `ALTER VSCHEMA` has no authorised users; query logs and statistics. Rows of a scatter come
 * in the order of its shards, where Vitess takes them as they come.
 */
export { bootVtgate, type VtgateSpec } from './boot-vtgate.ts'
export { defaultBuffer, type BufferSpec } from './buffer/index.ts'
export { describePlan, type PlanDescription } from './engine/describe.ts'
export { parseTarget, type SessionTarget } from './target.ts'
