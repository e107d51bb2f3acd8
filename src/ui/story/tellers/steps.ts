import type { TraceEvent } from '../../../sim/index.ts'
import type { Memory } from '../memory.ts'
import { say, type Teller } from '../sentence.ts'

interface StepData {
  readonly procedure: string
  readonly step: string
  readonly says?: string
  readonly ifSkipped?: string
  readonly error?: { readonly message?: string }
}

const data = (event: TraceEvent): StepData => event.data as StepData

/** The step before this one of the same run of the procedure; 0 for the first, which the command began. */
function previousStep(event: TraceEvent, memory: Memory): number {
  const name = `${event.process} ${event.task} ${data(event).procedure}`
  const known = memory.steps.get(name)
  if (known === undefined) {
    memory.steps.set(name, { first: event.seq, last: event.seq, count: 1 })
    return memory.command
  }
  const { last } = known
  known.last = event.seq
  known.count++
  return last
}

const begin: Teller = (event, memory) => {
  memory.hasBegun = true
  const { step, says = '' } = data(event)
  // A tag on a record, which only people read.
  const weight = step.startsWith('remove-tag-') ? 'detail' : 'step'
  return say(event, weight, `${step}: ${says}`, { because: previousStep(event, memory) })
}

const skipped: Teller = (event, memory) => {
  const { step, ifSkipped = '' } = data(event)
  return say(event, 'step', `leaves out ${step}: ${ifSkipped}`, { tone: 'wait', because: previousStep(event, memory) })
}

const failed: Teller = event => {
  const { step, error } = data(event)
  return say(event, 'step', `fails at ${step}: ${error?.message ?? 'no reason given'}`, { tone: 'bad' })
}

const undone: Teller = event => say(event, 'step', `takes back ${data(event).step}`, { tone: 'wait' })

const undoFailed: Teller = event => {
  const { step, error } = data(event)
  return say(event, 'step', `cannot take back ${step}: ${error?.message ?? 'no reason given'}`, { tone: 'bad' })
}

const end: Teller = event => say(event, 'detail', `has done ${data(event).step}`)

export const stepTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['step/begin', begin], ['step/end', end], ['step/skipped', skipped], ['step/failed', failed],
  ['step/undone', undone], ['step/undo-failed', undoFailed],
]
