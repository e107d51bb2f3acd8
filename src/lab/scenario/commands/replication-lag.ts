import { UserError } from '../../../base/index.ts'
import { ServerDisk } from '../../../mysql/index.ts'
import { defineCommand } from '../command.ts'
import { parseProcessNames, requireProcess } from '../process-names.ts'

/** `vtsim replication-lag mysqld zone1-201`: it gets nothing of its master's binary log, until all is healed. */
export const replicationLag = defineCommand({
  name: 'vtsim replication-lag',
  usage: '<mysqld>',
  parse: (args, context) => parseProcessNames(args, 1, context)[0]!,
  async run(_ctx, session, target) {
    for (const replica of requireProcess(session, target)) {
      // Not who sends it something at this moment: replication may stand still, or the server be down.
      const { host } = ServerDisk.read(replica).master
      if (host === '') throw new UserError(`\`${replica.name}\` does not replicate`, {
        position: target.at.at, hint: 'name the mysqld of a replica, as in `vtsim replication-lag mysqld zone1-201`',
      })
      session.bench.cut(host, replica.name, 'hang')
    }
  },
})
