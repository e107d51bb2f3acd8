import type { Bench } from '../bench.ts'
import { defineCommand, type Command } from '../command.ts'
import { parseProcessNames, requireProcess, type ProcessName } from '../process-names.ts'

/** A verb that keeps every process of the first name from every one of the second, until they are healed. */
function cutOff(name: string, usage: string, cut: (bench: Bench, from: string, to: string) => void): Command {
  return defineCommand<readonly ProcessName[]>({
    name, usage,
    parse: (args, context) => parseProcessNames(args, 2, context),
    async run(_ctx, session, [from, to]) {
      for (const one of requireProcess(session, from!)) {
        for (const other of requireProcess(session, to!)) if (one !== other) cut(session.bench, one.name, other.name)
      }
    },
  })
}

/** `vtsim partition vtgate-2 topo`: nothing passes between the two, in either direction. */
export const partition = cutOff('vtsim partition', '<process> <process>', (bench, one, other) => {
  bench.cut(one, other, 'cut')
  bench.cut(other, one, 'cut')
})

/** `vtsim one-way vtgate-2 topo`: what the first sends to the second is lost. */
export const oneWay = cutOff('vtsim one-way', '<from> <to>', (bench, from, to) => bench.cut(from, to, 'cut'))

/** `vtsim held vtgate-2 topo`: what the first sends to the second comes when they are healed, all at once. */
export const held = cutOff('vtsim held', '<from> <to>', (bench, from, to) => bench.cut(from, to, 'hang'))
