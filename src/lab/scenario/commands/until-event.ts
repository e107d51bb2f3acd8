import { formatEvent, Signal } from '../../../sim/index.ts'
import { defineCommand } from '../command.ts'

const patienceMs = 600_000

/**
 * `vtsim until-event tablet/state NOT_SERVING`: lets the world go on until an event of this kind has happened of which
 * the trace has all these words. Nothing waits: what comes next may be on its way already.
 */
export const untilEvent = defineCommand({
  name: 'vtsim until-event',
  usage: '<kind> [<word> …]',
  parse(args, context) {
    const [kind, ...words] = args
    if (kind === undefined) throw context.mistake('which kind of event?')
    if (!/^[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(kind.text)) throw context.mistake(
      `\`${kind.text}\` is no kind of event`, kind, 'as in `tablet/state`, `topo/put` or `mysql/commit`')
    return { kind: kind.text, words: words.map(({ text }) => text) }
  },
  async run(ctx, session, { kind, words }) {
    const seen = new Signal(`event ${kind}`)
    let isSeen = false
    const stop = session.bench.simulation.subscribe([kind], event => {
      const line = words.length === 0 ? '' : formatEvent(event)
      if (isSeen || !words.every(word => line.includes(word))) return
      isSeen = true
      session.bench.raise(seen)
    })
    session.goOn.notify(ctx)
    await ctx.race([inner => seen.wait(inner), inner => inner.sleep(patienceMs)])
    stop()
    if (!isSeen) session.missed(`no ${[kind, ...words].join(' ')} came`)
  },
})
