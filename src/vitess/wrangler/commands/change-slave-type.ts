import { boolFlag, failure, tabletManager } from '../../command/index.ts'
import { getTablet, isTrivialTypeChange } from '../../topo/index.ts'
import { parseTabletAlias, tabletAliasString } from '../../wire/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { parseTabletType } from '../parse-arguments.ts'
import { tabletLine } from '../tablet-line.ts'

/** Source: go/vt/vtctl/vtctl.go commandChangeSlaveType, go/vt/wrangler/tablet.go ChangeSlaveType. */
export const changeSlaveType = defineCommand({
  name: 'ChangeSlaveType', group: 'Tablets', params: '[-dry-run] <tablet alias> <tablet type>',
  help: 'Changes the db type for the specified tablet, if possible. This command is used primarily to'
    + ' arrange replicas, and it will not convert a'
    + ' master.\nNOTE: This command automatically updates the serving graph.\n',
  flags: { 'dry-run': boolFlag(false, 'Lists the proposed change without actually executing it') },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 2, 'the <tablet alias> and <db type> arguments are required for'
      + ' the ChangeSlaveType command')
    const alias = parseTabletAlias(args[0]!)
    const type = parseTabletType(args[1]!)
    const { record } = await getTablet(ctx, wr.topo, alias)
    const change = `${record.type} -> ${type}`
    const trivial = isTrivialTypeChange(record.type, type)
    if (flags['dry-run']) {
      if (!trivial) throw failure(`invalid type transition ${tabletAliasString(alias)}: ${change}`)
      wr.logger.printf(ctx, `- ${tabletLine(record)}\n+ ${tabletLine({ ...record, type })}\n`)
      return
    }
    if (!trivial) throw failure(`tablet ${tabletAliasString(alias)} type change ${change} is not an allowed`
      + ` transition for ChangeSlaveType`)
    await tabletManager(alias).changeType(ctx, { type })
  },
})
