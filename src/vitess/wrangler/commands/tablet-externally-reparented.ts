import { tabletManager } from '../../command/index.ts'
import { getShard, getTablet } from '../../topo/index.ts'
import { parseTabletAlias, tabletAliasString } from '../../wire/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'

/**
 * The shard record follows by itself: the tablet sees to it. Source: go/vt/wrangler/reparent.go
 * TabletExternallyReparented.
 */
export const tabletExternallyReparented = defineCommand({
  name: 'TabletExternallyReparented', group: 'Shards', params: '<tablet alias>',
  help: 'Changes metadata in the topology server to acknowledge a shard master change performed by an'
    + ' external tool. See the Reparenting guide for more'
    + ' information: https://vitess.io/docs/user-guides/reparenting/#external-reparenting',
  flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 1, 'the <tablet alias> argument is required for the TabletExternallyReparented command')
    const alias = parseTabletAlias(args[0]!)
    const { record } = await getTablet(ctx, wr.topo, alias)
    await getShard(ctx, wr.topo, record.keyspace, record.shard)
    if (record.type === 'MASTER') return
    wr.logger.info(ctx, 'reparent.go:1010', `TabletExternallyReparented: executing tablet type change to`
      + ` MASTER on ${tabletAliasString(alias)}`)
    await tabletManager(alias).changeType(ctx, { type: 'MASTER' })
  },
})
