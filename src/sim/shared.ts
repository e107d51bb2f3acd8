import { bug } from '../base/index.ts'
import type { Ctx } from './ctx.ts'
import type { Op, Wait } from './op.ts'
import type { Process } from './process.ts'
import type { Task } from './task.ts'

/** Memory of one life of one process: the first that uses it. Sharing it with another is a bug. */
export abstract class Shared {
  private owner: Process | null = null
  private life = 0

  constructor(readonly name: string) {}

  protected use(ctx: Ctx): void {
    const { process } = ctx
    if (this.owner === null) {
      this.owner = process
      this.life = process.life
    }
    if (this.owner === process && this.life === process.life) return
    bug(`${this.name} is memory of ${this.owner.name} (life ${this.life}), not of ${process.name} `
      + `(life ${process.life}): task ${ctx.task.name} must not touch it`)
  }
}

/** Waiting in a queue, first come first served, until `attempt` serves it. */
export function queueing(
  queue: Op<any>[], attempt: (op: Op<any>) => boolean, holders: readonly Task[] = [],
): Wait {
  return {
    start: op => { if (!attempt(op)) queue.push(op) },
    leave: op => {
      const i = queue.indexOf(op)
      if (i >= 0) void queue.splice(i, 1)
    },
    describe: op => {
      if (holders.length === 0) return op.note
      return `${op.note} held by ${holders.map(task => task.name).join(', ')}`
    },
    waitsFor: () => holders,
  }
}
