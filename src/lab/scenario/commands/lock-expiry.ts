import { defineCommand } from '../command.ts'
import { parseProcessNames, requireProcess } from '../process-names.ts'

/** Longer than any lease of a lock, and than the patience of whoever waits for one. */
export const leaseLostMs = 45_000

/** `vtsim lock-expiry vtctld`: it is still for longer than the lease of the locks that it holds. */
export const lockExpiry = defineCommand({
  name: 'vtsim lock-expiry',
  usage: '<process>',
  parse: (args, context) => parseProcessNames(args, 1, context)[0]!,
  async run(_ctx, session, target) {
    for (const { name } of requireProcess(session, target)) session.bench.simulation.stall(name, leaseLostMs)
  },
})
