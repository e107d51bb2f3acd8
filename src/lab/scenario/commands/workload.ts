import { defineCommand, takeTexts } from '../command.ts'

/** `vtsim workload start` and `vtsim workload stop`, which waits for what the clients are doing. */
export const workload = defineCommand({
  name: 'vtsim workload',
  usage: 'start|stop',
  parse: (args, context) => {
    const [what] = takeTexts(args, 1, 'vtsim workload start|stop', context) as [string]
    if (what !== 'start' && what !== 'stop') throw context.mistake(
      `\`${what}\` is neither start nor stop`, args[0],
    )
    return what
  },
  async run(ctx, session, what) {
    if (what === 'start') session.bench.startWorkload()
    else await session.bench.stopWorkload(ctx)
  },
})
