import { tabletAliasString } from '../../../vitess/wire/index.ts'
import { defineCommand } from '../command.ts'
import { tabletFromVariables } from './tablet-variables.ts'

/**
 * `SHARD=-80 CELL=zone1 KEYSPACE=customer TABLET_UID=300 ./scripts/vttablet-up.sh`. A uid that ends in 0 or 1
 * is a replica, others are rdonly. Source: examples/local/scripts/vttablet-up.sh.
 */
export const vttabletUp = defineCommand({
  name: 'vttablet-up.sh',
  usage: '(with CELL, KEYSPACE, SHARD and TABLET_UID)',
  parse: (_args, context) => ({
    alias: tabletFromVariables(context),
    keyspace: context.variables.get('KEYSPACE') ?? 'test_keyspace',
    shard: context.variables.get('SHARD') ?? '0',
  }),
  async run(ctx, session, { alias, keyspace, shard }) {
    session.print(`Starting vttablet for ${tabletAliasString(alias)}...`)
    const type = alias.uid % 100 > 1 ? 'RDONLY' : 'REPLICA'
    await session.bench.cluster.startVttablet(ctx, { alias, keyspace, shard, type })
    session.print(
      `Access tablet ${tabletAliasString(alias)} at http://localhost:${15_000 + alias.uid}/debug/status`
    )
  },
})

/** Source: examples/local/scripts/vttablet-down.sh. */
export const vttabletDown = defineCommand({
  name: 'vttablet-down.sh',
  usage: '(with CELL and TABLET_UID)',
  parse: (_args, context) => tabletFromVariables(context),
  async run(ctx, session, alias) {
    session.print(`Stopping vttablet for ${tabletAliasString(alias)}...`)
    await session.bench.cluster.stopVttablet(ctx, alias)
  },
})
