import type { Canary } from './canary.ts'

const streamer = 'src/vitess/vttablet/binlog/binlog-streamer.ts'
const player = 'src/vitess/vttablet/vreplication/binlog-player.ts'
const engine = 'src/vitess/vttablet/vreplication/engine.ts'
const scenario = 'explore/clone'

/** Mutants of filtered replication: from the binlog of the old shard to the rows of the new ones. */
export const replication: readonly Canary[] = [
  {
    name: 'stream-unfiltered', quick: true, scenario, breaks: 'a stream sends the rows of all key ranges',
    edits: [{ file: streamer, from: 'keyRangeContains(range, resolve(ctx, (event.after ?? event.before)!))', to: 'resolve(ctx, (event.after ?? event.before)!) !== null' }],
    finds: ['acked-writes-survive', 'rows-in-their-shard', 'target-mirrors-source', 'scatter-reads-complete', 'positions-move-forward'],
  },
  {
    name: 'stream-drops-deletes', quick: true, scenario, breaks: 'a delete does not come to the new shard',
    edits: [{ file: streamer, from: 'wanted(ctx, event)', to: "event.change !== 'delete' && wanted(ctx, event)" }],
    finds: ['target-mirrors-source', 'acked-writes-survive'],
  },
  {
    name: 'stream-first-row-only', quick: true, scenario, breaks: 'of a transaction only the first row is streamed',
    edits: [{ file: streamer, from: 'wanted(ctx, event)', to: 'statements.length === 0 && wanted(ctx, event)' }],
    finds: ['target-mirrors-source', 'acked-writes-survive'],
  },
  {
    name: 'position-before-rows', scenario, breaks: 'the position is saved first and the rows after it: a crash in between loses them',
    edits: [{
      file: player, from: 'if (!ctx.guard(positionWithRows)) {', to: `{
        await connection.executeBatch(inner, [{ sql: 'begin' }, position, { sql: 'commit' }])
        await ctx.point('vreplication/between-rows-and-position')
      }
      if (!ctx.guard(positionWithRows)) {`,
    }],
    finds: ['target-mirrors-source', 'acked-writes-survive', 'positions-move-forward'],
  },
  {
    name: 'waits-for-nothing', quick: true, scenario, breaks: 'the wait for a position ends at the first look',
    edits: [{ file: engine, from: 'current.atLeast(wanted)', to: '!current.isZero' }],
    finds: ['acked-writes-survive', 'reads-are-linearizable'],
  },
  {
    name: 'reverse-begins-too-late', scenario: 'reverse', faults: ['slow', 'held', 'replication-lag'], breaks: 'the streams back begin where the new masters stand after their first writes',
    edits: [{
      file: 'src/vitess/wrangler/reverse-replication.ts', from: `await forEachShard(ctx, m.sources, async (own, old) => {`,
      to: `for (const shard of m.destinations) {
    const now = await tabletManager(masterOf(shard)).masterPosition(ctx, {})
    await forEachShard(ctx, m.sources, async (own, old) => {
      const { record } = await getShard(own, m.wr.topo, old.keyspace, old.shardName)
      for (const { uid, shard: from } of record.sourceShards) if (from === shard.shardName) {
        await tabletManager(masterOf(old)).vReplicationExec(own, { query: \`update _vt.vreplication set pos='\${now}' where id=\${uid}\` })
      }
    })
  }
  await forEachShard(ctx, m.sources, async (own, old) => {`,
    }],
    finds: ['target-mirrors-source'],
  },
]
