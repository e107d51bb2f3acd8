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
  const name = runOf(event)
  const before = memory.steps.get(name)
  memory.steps.set(name, event.seq)
  return before ?? memory.command
}

/** One procedure runs once at a time for each task. */
const runOf = (event: TraceEvent): string => `${event.process} ${event.task} ${data(event).procedure}`

const procedureBegin: Teller = (event, memory) => {
  memory.steps.delete(runOf(event))
  const { procedure, subject, steps } = event.data as { procedure: string; subject: string; steps: readonly string[] }
  return say(event, 'detail', `begins ${procedure}${subject === '' ? '' : ` of ${subject}`}: ${steps.length} steps`)
}

const procedureEnd: Teller = event => {
  const { procedure, outcome } = event.data as { procedure: string; outcome: string }
  if (outcome === 'done') return say(event, 'detail', `is done with ${procedure}`)
  return say(event, 'event', `has failed at ${procedure}`, { tone: 'bad' })
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
  ['procedure/begin', procedureBegin], ['procedure/end', procedureEnd],
]
