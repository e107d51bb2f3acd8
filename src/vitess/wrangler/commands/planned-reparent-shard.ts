import { durationFlag, failure, stringFlag } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand } from '../command-registry.ts'
import { plannedReparentShard as run } from '../planned-reparent.ts'
import { refuseIfReparentsAreOff } from './init-shard-master.ts'

/** Source: go/vt/vtctl/reparent.go commandPlannedReparentShard. */
export const plannedReparentShard = defineCommand({
  name: 'PlannedReparentShard', group: 'Shards',
  params: '-keyspace_shard=<keyspace/shard> [-new_master=<tablet alias>] [-avoid_master=<tablet alias>]'
    + ' [-wait_slave_timeout=<duration>]',
  help: 'Reparents the shard to the new master, or away from old master. Both old and'
    + ' new master need to be up and running.',
  flags: {
    wait_slave_timeout: durationFlag(30_000, 'time to wait for replicas to catch up on replication before'
      + ' and after reparenting'),
    keyspace_shard: stringFlag('', 'keyspace/shard of the shard that needs to be reparented'),
    new_master: stringFlag('', 'alias of a tablet that should be the new master'),
    avoid_master: stringFlag('', 'alias of a tablet that should not be the master, i.e. reparent to any'
      + ' other tablet if this one is the master'),
  },
  run: async (ctx, wr, flags, args) => {
    refuseIfReparentsAreOff(wr)
    let { keyspace_shard: where, new_master: elect } = flags
    if (args.length === 2) {
      if (where !== '' || elect !== '') throw failure('cannot use legacy syntax and flags -keyspace_shard'
        + ' and -new_master for action PlannedReparentShard at the same time')
      where = args[0]!
      elect = args[1]!
    } else if (args.length !== 0) {
      throw failure('action PlannedReparentShard requires -keyspace_shard=<keyspace/shard>'
        + ' [-new_master=<tablet alias>] [-avoid_master=<tablet alias>]')
    }
    const { keyspace, shard } = parseKeyspaceShard(where)
    const alias = (text: string) => text === '' ? null : parseTabletAlias(text)
    await run(ctx, wr, keyspace, shard, alias(elect), alias(flags.avoid_master), flags.wait_slave_timeout)
  },
})
