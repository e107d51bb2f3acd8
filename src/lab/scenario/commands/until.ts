import { Signal } from '../../../sim/index.ts'
import { defineCommand, takeTexts } from '../command.ts'
import { pointMistake } from '../known-steps.ts'

/** How long the world may take to come to the point. */
const patienceMs = 600_000

/**
 * `vtsim until migrate-served-types-master/before-freeze`: lets the world go on until a task comes to this pause
 * point, and holds that task there until the operator goes on.
 */
export const until = defineCommand({
  name: 'vtsim until',
  usage: '<pause point>',
  parse: (args, context) => {
    const [point] = takeTexts(args, 1, 'vtsim until <pause point>', context) as [string]
    const mistake = pointMistake(point)
    if (mistake !== null) throw context.mistake(mistake.message, args[0], mistake.hint)
    return point
  },
  async run(ctx, session, point) {
    let isReached = false
    const begun = new Signal(`at ${point}`)
    const disarm = session.bench.simulation.onPoint(point, at => {
      if (isReached) return undefined
      isReached = true
      disarm()
      session.print(`${at.process.name} stands at ${point}`)
      return session.bench.hold(begun, session.goOn)
    })
    session.goOn.notify(ctx)
    const { background } = session
    // When all commands have ended nothing will come to the point any more.
    await ctx.race([
      inner => begun.wait(inner),
      inner => inner.sleep(patienceMs),
      async inner => {
        for (const task of background) await task.join(inner)
        if (background.length === 0) await inner.sleep(patienceMs)
      },
    ])
    if (isReached) return
    disarm()
    session.missed(`nothing came to ${point}`)
  },
})
