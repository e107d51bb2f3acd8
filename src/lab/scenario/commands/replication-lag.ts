import { UserError } from '../../../base/index.ts'
import { defineCommand } from '../command.ts'
import { parseProcessNames, requireProcess } from '../process-names.ts'

/** `vtsim replication-lag mysqld zone1-201`: it gets nothing of its master's binary log, until all is healed. */
export const replicationLag = defineCommand({
  name: 'vtsim replication-lag',
  usage: '<mysqld>',
  parse: (args, context) => parseProcessNames(args, 1, context)[0]!,
  async run(_ctx, session, target) {
    for (const replica of requireProcess(session, target)) {
      const dump = [...replica.asking].find(({ method }) => method.key === 'Mysqld.binlogDump')
      if (dump === undefined) throw new UserError(`\`${replica.name}\` does not replicate`, {
        position: target.at.at, hint: 'name the mysqld of a replica, as in `vtsim replication-lag mysqld zone1-201`',
      })
      session.bench.cut(dump.to.name, replica.name, 'hang')
    }
  },
})
