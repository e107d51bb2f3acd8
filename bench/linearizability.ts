import { nowNs, type Figure, type Section } from './figure.ts'
import { checkLinearizability, registers } from '../src/lab/check/index.ts'
import { Rng } from '../src/sim/index.ts'
import { registerHistory, withStaleRead } from '../test/support/histories.ts'

const HISTORIES = 100

/** Histories of registers with reads, writes and compare-and-set, every other one with a stale read. */
export const linearizability: Section = {
  name: 'linearizability',
  title: 'Deciding whether a history of registers is linearizable',
  run(progress) {
    let totalMs = 0
    let operations = 0
    let undecided = 0
    let worst = { ms: 0, note: '' }
    for (let seed = 0; seed < HISTORIES; seed++) {
      progress(`history ${seed + 1} of ${HISTORIES}`)
      const shape = {
        operations: 100 + Math.round(900 * seed / (HISTORIES - 1)), clients: 2 + seed % 9, keys: 1 + seed % 5, unknownPercent: seed % 4,
      }
      const sound = registerHistory(new Rng(seed), shape)
      const stale = seed % 2 === 1 ? withStaleRead(sound) : null
      const start = nowNs()
      const { verdict, steps } = checkLinearizability(registers(), stale ?? sound)
      const ms = Number(nowNs() - start) / 1e6
      if (verdict === 'unknown') undecided++
      else if ((verdict === 'violated') !== (stale !== null)) throw new Error(`seed ${seed}: ${verdict}, but ${stale === null ? 'it is sound' : 'a read is stale'}`)
      totalMs += ms
      operations += shape.operations
      const { clients, keys, unknownPercent } = shape
      const note = `${shape.operations} operations, ${clients} clients, ${keys} keys, ${unknownPercent} % unknown: ${verdict} after ${steps} steps`
      if (ms > worst.ms) worst = { ms, note }
    }
    const figures: Figure[] = [
      { name: `${HISTORIES} histories of 100 to 1,000 operations`, value: totalMs, unit: 'ms', note: `${operations} operations in all` },
      { name: 'worst of them', value: worst.ms, unit: 'ms', note: worst.note },
      { name: 'not decided in the budget', value: undecided, unit: 'histories', target: '<= 0' },
    ]
    return Promise.resolve(figures)
  },
}
