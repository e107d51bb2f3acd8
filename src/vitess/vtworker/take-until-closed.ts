import { type Ctx, Failure, type Queue } from '../../sim/index.ts'

/** The next item; undefined when the queue is closed and empty, as Go's `range` over a channel ends. */
export async function takeUntilClosed<T>(ctx: Ctx, queue: Queue<T>): Promise<T | undefined> {
  try {
    return await queue.take(ctx)
  } catch (error) {
    if (error instanceof Failure && error.code === 'CANCELED' && ctx.canceled === null) return undefined
    throw error
  }
}
