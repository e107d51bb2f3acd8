import type { TraceEvent } from '../../../sim/index.ts'
import type { ProcedureView } from '../cluster-view.ts'
import { withEntry, withoutEntry, type Facts, type Folds } from '../facts.ts'

interface StepData {
  readonly procedure: string
  readonly step: string
  readonly says: string
  readonly because: string
  readonly ifSkipped: string
  readonly source: string
}

/** The procedures that run, each with the step at which it stands. */
export const procedureFolds: Folds = [
  ['procedure/begin', (facts, event) => {
    const { procedure, subject, steps } =
      event.data as { procedure: string; subject: string; steps: readonly string[] }
    return { ...facts, procedures: withEntry(facts.procedures, keyOf(event, procedure), {
      process: event.process, name: procedure, subject, steps, begunAt: event.seq,
      step: '', says: '', because: '', ifSkipped: '', source: '', since: event.seq, done: [], skipped: [],
      failed: '',
    }) }
  }],
  ['step/begin', (facts, event) => update(facts, event, (_, { step, says, because, ifSkipped, source }) =>
    ({ step, says, because, ifSkipped, source, since: event.seq }))],
  ['step/end', (facts, event) => update(facts, event, ({ done }, { step }) => ({ done: [...done, step] }))],
  ['step/skipped', (facts, event) => update(
    facts, event, ({ skipped }, { step, says, because, ifSkipped, source }) =>
      ({ step, says, because, ifSkipped, source, since: event.seq, skipped: [...skipped, step] }),
  )],
  ['step/failed', (facts, event) => update(facts, event, (_, { step }) => ({ failed: step }))],
  ['procedure/end', (facts, event) => {
    const { procedure: name, outcome } = event.data as { procedure: string; outcome: 'done' | 'failed' }
    const key = keyOf(event, name)
    const ended = facts.procedures.get(key)
    if (ended === undefined) return facts
    const { subject, skipped, begunAt } = ended
    return {
      ...facts, procedures: withoutEntry(facts.procedures, key),
      finished: [...facts.finished, { name, subject, outcome, skipped, begunAt, seq: event.seq }],
    }
  }],
]

/** A procedure runs in one task. */
function keyOf({ process, task }: TraceEvent, procedure: string): string {
  return `${process} ${task} ${procedure}`
}

function update(
  facts: Facts, event: TraceEvent, change: (before: ProcedureView, data: StepData) => Partial<ProcedureView>,
): Facts {
  const data = event.data as StepData
  const key = keyOf(event, data.procedure)
  const before = facts.procedures.get(key)
  if (before === undefined) return facts
  return { ...facts, procedures: withEntry(facts.procedures, key, { ...before, ...change(before, data) }) }
}
