import { defineCommand, takeTexts } from '../command.ts'

/** How long the world may take to come to the point. */
const patienceMs = 600_000

/**
 * `vtsim until migrate-served-types/before-freeze`: lets the world go on until a task comes to this pause point, and
 * holds that task there until the operator goes on.
 */
export const until = defineCommand({
  name: 'vtsim until',
  usage: '<pause point>',
  parse: (args, context) => {
    const [point] = takeTexts(args, 1, 'vtsim until <pause point>', context) as [string]
    if (!/^[a-z0-9-]+(\/[a-z0-9-]+)+$/.test(point)) {
      throw context.mistake(`\`${point}\` is no name of a pause point`, args[0], 'as in `split-clone/after-online-clone`')
    }
    return point
  },
  async run(ctx, session, point) {
    const { simulation } = session.bench
    let reached = false
    const disarm = simulation.onPoint(point, at => {
      if (reached) return undefined
      reached = true
      disarm()
      session.print(`${at.process.name} stands at ${point}`)
      return session.bench.hold(session.goOn)
    })
    session.goOn.notify(ctx)
    const endMs = ctx.nowMs + patienceMs
    // The point itself wakes nobody here: look again and again, which costs an event each.
    while (!reached && ctx.nowMs < endMs && session.background.some(task => !task.over)) await ctx.sleep(1)
    if (reached) return
    disarm()
    session.print(`nothing came to ${point}`)
  },
})
