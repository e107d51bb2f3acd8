import { boolFlag, durationFlag, failure } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { initShardMaster as run } from '../init-shard-master.ts'
import type { Wrangler } from '../wrangler.ts'

/** Source: go/vt/vtctl/reparent.go commandInitShardMaster. */
export const initShardMaster = defineCommand({
  name: 'InitShardMaster', group: 'Shards',
  params: '[-force] [-wait_slave_timeout=<duration>] <keyspace/shard> <tablet alias>',
  help: 'Sets the initial master for a shard. Will make all other tablets in the shard slaves of the'
    + ' provided master. WARNING: this could cause'
    + ' data loss on an already replicating shard. PlannedReparentShard or'
      + ' EmergencyReparentShard should be used instead.',
  flags: {
    force: boolFlag(false, 'will force the reparent even if the provided tablet is not'
      + ' a master or the shard master'),
    wait_slave_timeout: durationFlag(30_000, 'time to wait for slaves to catch up in reparenting'),
  },
  run: async (ctx, wr, flags, args) => {
    refuseIfReparentsAreOff(wr)
    requireArgs(args, 2, 'action InitShardMaster requires <keyspace/shard> <tablet alias>')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    await run(ctx, wr, keyspace, shard, parseTabletAlias(args[1]!), flags.force, flags.wait_slave_timeout)
  },
})

/** `-disable_active_reparents`. */
export function refuseIfReparentsAreOff(wr: Wrangler): void {
  if (!wr.settings.disableActiveReparents) return
  throw failure('active reparent commands disabled (unset the -disable_active_reparents flag to enable)')
}
