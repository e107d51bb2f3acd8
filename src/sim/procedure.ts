import type { Ctx } from './ctx.ts'
import { failureData } from './call.ts'
import { Failure } from './failure.ts'
import { declareSteps } from './known-points.ts'

/** One named step of a procedure. `source` names the file and function of Vitess that it follows. */
export interface Step<S> {
  readonly name: string
  /** What it does, in one sentence for a reader. */
  readonly says: string | ((state: S) => string)
  readonly because: string
  readonly ifSkipped: string
  readonly source: string
  /** After this step the way is forward: nothing before it is undone. */
  readonly pointOfNoReturn?: true
  run(ctx: Ctx, state: S): PromiseLike<void>
  /** Takes back what a begun `run` may have done. Gets a `ctx` that cannot be cancelled. */
  undo?(ctx: Ctx, state: S, error: unknown): PromiseLike<void>
  /** What a later step needs of this one, when it is left out. */
  standIn?(ctx: Ctx, state: S): PromiseLike<void>
}

export interface Procedure<S> {
  readonly name: string
  readonly steps: readonly Step<S>[]
}

/** Makes its steps known to who reads a scenario; at the top of a module, once for each name. */
export function defineProcedure<S>(name: string, steps: readonly Step<S>[]): Procedure<S> {
  declareSteps(name, steps.map(step => step.name))
  return Object.freeze({ name, steps })
}

/**
 * Runs the steps in order, with a pause point before and after each (`procedure/before-step`,
 * `procedure/after-step`), leaving out those that the world names in `skip` (`procedure/step`). When one
 * fails, the begun steps are undone, last first, unless a point of no return was completed; then the error
 * is thrown on. Emits `procedure/begin`, `step/begin`, `step/end`, `step/skipped`, `step/failed`,
 * `step/undone`, `step/undo-failed` and `procedure/end`. `subject` tells a reader what it is about:
 * `customer/0 MASTER`.
 */
export async function runProcedure<S>(
  ctx: Ctx, { name: procedure, steps }: Procedure<S>, state: S, subject = '',
): Promise<void> {
  ctx.emit('procedure/begin', { procedure, subject, steps: steps.map(step => step.name) })
  try {
    await runSteps(ctx, procedure, steps, state)
  } catch (error) {
    ctx.emit('procedure/end', { procedure, outcome: 'failed' })
    throw error
  }
  ctx.emit('procedure/end', { procedure, outcome: 'done' })
}

async function runSteps<S>(
  ctx: Ctx, procedure: string, steps: readonly Step<S>[], state: S,
): Promise<void> {
  let begun: Step<S>[] = []
  for (const step of steps) {
    const skipped = ctx.kernel.skip.has(`${procedure}/${step.name}`)
    await ctx.point(`${procedure}/before-${step.name}`)
    if (skipped) {
      ctx.emit('step/skipped', describeStep(procedure, step, state))
      await step.standIn?.(ctx, state)
    } else {
      ctx.emit('step/begin', describeStep(procedure, step, state))
      begun.push(step)
      try {
        await step.run(ctx, state)
      } catch (error) {
        ctx.emit('step/failed', { procedure, step: step.name, error: errorData(error) })
        await undo(ctx.background(), procedure, begun, state, error)
        throw error
      }
      ctx.emit('step/end', { procedure, step: step.name })
      if (step.pointOfNoReturn === true) begun = []
    }
    await ctx.point(`${procedure}/after-${step.name}`)
  }
}

async function undo<S>(
  ctx: Ctx, procedure: string, begun: readonly Step<S>[], state: S, error: unknown,
): Promise<void> {
  // A bug is not something to recover from.
  if (!(error instanceof Failure)) return
  for (const step of [...begun].reverse()) {
    if (step.undo === undefined) continue
    try {
      await step.undo(ctx, state, error)
      ctx.emit('step/undone', { procedure, step: step.name })
    } catch (second) {
      if (!(second instanceof Failure)) throw second
      ctx.emit('step/undo-failed', { procedure, step: step.name, error: errorData(second) })
    }
  }
}

function describeStep<S>(procedure: string, step: Step<S>, state: S): object {
  const { name, says, because, ifSkipped, source } = step
  const sentence = typeof says === 'string' ? says : says(state)
  return { procedure, step: name, says: sentence, because, ifSkipped, source }
}

function errorData(error: unknown): object {
  return error instanceof Failure ? failureData(error) : { message: String(error) }
}
