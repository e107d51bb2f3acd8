import { tabletAliasString } from '../../../vitess/wire/index.ts'
import { defineCommand } from '../command.ts'
import { tabletFromVariables } from './tablet-variables.ts'

/** `CELL=zone1 TABLET_UID=300 ./scripts/mysqlctl-up.sh`. Source: examples/local/scripts/mysqlctl-up.sh. */
export const mysqlctlUp = defineCommand({
  name: 'mysqlctl-up.sh',
  usage: '(with CELL and TABLET_UID)',
  parse: (_args, context) => tabletFromVariables(context),
  async run(ctx, session, alias) {
    session.print(`Starting MySQL for tablet ${tabletAliasString(alias)}...`)
    await session.bench.cluster.startMysqld(ctx, alias)
  },
})

/** Source: examples/local/scripts/mysqlctl-down.sh. */
export const mysqlctlDown = defineCommand({
  name: 'mysqlctl-down.sh',
  usage: '(with CELL and TABLET_UID)',
  parse: (_args, context) => tabletFromVariables(context),
  async run(ctx, session, alias) {
    session.print(`Shutting down MySQL for tablet ${tabletAliasString(alias)}...`)
    await session.bench.cluster.stopMysqld(ctx, alias)
  },
})
