import { withEntry, withoutEntry, type Facts, type Fault, type Folds } from '../facts.ts'

/** What is broken, from the event that broke it to the one that mends it. */
export const faultFolds: Folds = [
  ['process/crash', (facts, { seq, timeUs, process }) => {
    if (facts.processes.get(process)?.isStopped === true) return facts
    return add(facts, process, { what: `${process} is down`, since: seq, sinceUs: timeUs, endUs: Infinity })
  }],
  ['process/exit', (facts, { seq, timeUs, process }) =>
    add(facts, process, { what: `${process} could not start`, since: seq, sinceUs: timeUs, endUs: Infinity })],
  ['process/boot', (facts, { process }) => mend(facts, process)],
  ['process/stall', (facts, { seq, timeUs, process, data }) => {
    const { ms } = data as { ms: number }
    return add(facts, `stall ${process}`, {
      what: `${process} stands still for ${ms} ms`, since: seq, sinceUs: timeUs, endUs: timeUs + ms * 1000,
    })
  }],
  ['net/cut', (facts, { seq, timeUs, data }) => {
    const { from, to, state } = data as { from: string; to: string; state: 'cut' | 'hang' }
    const what = state === 'cut' ? `nothing passes from ${from} to ${to}` : `${from} to ${to} is held up`
    return add(facts, `net ${from} > ${to}`, { what, since: seq, sinceUs: timeUs, endUs: Infinity })
  }],
  ['net/heal', (facts, { data }) => {
    const { from, to } = data as { from: string; to: string }
    return mend(facts, `net ${from} > ${to}`)
  }],
]

function add(facts: Facts, key: string, fault: Fault): Facts {
  return { ...facts, faults: withEntry(facts.faults, key, fault) }
}

function mend(facts: Facts, key: string): Facts {
  const faults = withoutEntry(facts.faults, key)
  return faults === facts.faults ? facts : { ...facts, faults }
}
