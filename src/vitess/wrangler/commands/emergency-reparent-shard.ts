import { durationFlag, failure, stringFlag } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand } from '../command-registry.ts'
import { emergencyReparentShard as run } from '../emergency-reparent.ts'
import { refuseIfReparentsAreOff } from './init-shard-master.ts'

/** Source: go/vt/vtctl/reparent.go commandEmergencyReparentShard. */
export const emergencyReparentShard = defineCommand({
  name: 'EmergencyReparentShard', group: 'Shards',
    params: '-keyspace_shard=<keyspace/shard> -new_master=<tablet alias>',
  help: 'Reparents the shard to the new master. Assumes the old master is dead and not responsding.',
  flags: {
    wait_slave_timeout: durationFlag(30_000, 'time to wait for slaves to catch up in reparenting'),
    keyspace_shard: stringFlag('', 'keyspace/shard of the shard that needs to be reparented'),
    new_master: stringFlag('', 'alias of a tablet that should be the new master'),
  },
  run: async (ctx, wr, flags, args) => {
    refuseIfReparentsAreOff(wr)
    let { keyspace_shard: where, new_master: elect } = flags
    if (args.length === 2) {
      if (elect !== '') throw failure('cannot use legacy syntax and flag -new_master for action'
        + ' EmergencyReparentShard at the same time')
      where = args[0]!
      elect = args[1]!
    } else if (args.length !== 0) {
      throw failure('action EmergencyReparentShard requires'
        + ' -keyspace_shard=<keyspace/shard> -new_master=<tablet alias>')
    }
    const { keyspace, shard } = parseKeyspaceShard(where)
    await run(ctx, wr, keyspace, shard, parseTabletAlias(elect), flags.wait_slave_timeout)
  },
})
