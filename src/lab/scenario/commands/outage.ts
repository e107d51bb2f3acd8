import { defineCommand, takeTexts } from '../command.ts'

/** `vtsim outage`: for how long no master took writes during each cutover so far, and what clients felt. */
export const outage = defineCommand({
  name: 'vtsim outage',
  usage: '',
  parse: (args, context) => takeTexts(args, 0, 'vtsim outage', context),
  async run(ctx, session) {
    const outages = session.bench.outages(ctx)
    if (outages.length === 0) session.print('writes were never stopped')
    for (const { blockedMs, errors, end } of outages) {
      const ending = { moved: 'then the new shards took them', 'given-back': 'then the old shard took them again',
        lasts: 'and they still are' }[end]
      session.print(`writes were stopped for ${blockedMs.toFixed(1)} ms, ${ending};`
        + ` clients were refused ${errors} ${errors === 1 ? 'time' : 'times'}`)
    }
  },
})
