import type { Ctx } from '../../../sim/index.ts'
import { defineCommand } from '../command.ts'
import { parseProcessNames, requireProcess, type ProcessName } from '../process-names.ts'
import type { ShellSession } from '../shell-session.ts'

/** `vtsim late-watch vtgate-2`: what the topology servers tell this process comes when it is healed. */
export const lateWatch = defineCommand({
  name: 'vtsim late-watch',
  usage: '<process>',
  parse: (args, context) => parseProcessNames(args, 1, context)[0]!,
  run: (ctx, session, watcher) => cutWatches(ctx, session, watcher, 'hang'),
})

/** `vtsim lost-watch vtgate-2`: what the topology servers tell this process is lost, until it is healed. */
export const lostWatch = defineCommand({
  name: 'vtsim lost-watch',
  usage: '<process>',
  parse: (args, context) => parseProcessNames(args, 1, context)[0]!,
  run: (ctx, session, watcher) => cutWatches(ctx, session, watcher, 'cut'),
})

async function cutWatches(_ctx: Ctx, session: ShellSession, watcher: ProcessName, state: 'cut' | 'hang'): Promise<void> {
  const { bench } = session
  for (const { name } of requireProcess(session, watcher)) {
    for (const topo of bench.simulation.processes()) {
      if (topo.name.startsWith('topo ')) bench.cut(topo.name, name, state)
    }
  }
}
