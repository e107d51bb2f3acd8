/**
 * # wrangler: what operators ask of a cluster
 *
 * vtctld runs commands: each reads its line, speaks to the topology and to tablets, and writes its log to
 * whoever asked.
 *
 *     vtctlclient ── Vtctl ──▶ vtctld ── TopoServer ──▶ topo global, topo <cell>
 *                                 └───── TabletManager ──▶ vttablet
 *
 * Words: a **command** is what stands first on the line; a **procedure** (InitShardMaster,
 * MigrateServedTypes, reparents) is a command that consists of named steps, so that it can be watched,
 * interrupted and cut at every one of them; **frozen** is a source shard that a master migration has left for
 * good.
 *
 *     migrate-served-types-master
 *       refresh-source-masters · refresh-destination-masters · disable-source-query-service ·
 *       stop-source-writes ✂ · gather-positions · wait-for-catch-up · freeze ⚑ ·
 *       set-up-reverse-replication · enable-destinations · delete-destination-streams ·
 *       update-destination-shards · enable-destination-masters · switch-routing ✓ ·
 *       mark-source-not-serving · start-reverse-replication
 *     ✂ writes stop   ⚑ point of no return   ✓ writes go on
 *
 * Invariants: a change of routing happens under the keyspace's lock, a reparent under the shard's; a tablet
 * that is to act on the topology is told so, since it watches nothing; what Vitess leaves half-done after a
 * failure is left half-done here.
 *
 * What real Vitess does that we do not: workflows by vreplication (Reshard, SwitchReads, VDiff), backups,
 * hooks, permissions, VSchema DDL. Files that a command names are those that vtctld was started with. Line
 * numbers in log lines are Vitess's where the article shows them, else near.
 */
export { bootVtctld, type VtctldSpec } from './boot-vtctld.ts'
export { type Command, commandGroups, type CommandGroup } from './command-registry.ts'
export { masterMigrationProcedure } from './migrate-served-master.ts'
export { replicaMigrationProcedure } from './migrate-served-replica.ts'
export { commands } from './run-command.ts'
export { type WranglerSettings } from './wrangler.ts'
