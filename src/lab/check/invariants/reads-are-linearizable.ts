import { writesByHand } from '../by-hand.ts'
import type { Attempt } from '../history.ts'
import type { Invariant } from '../invariant.ts'
import {
  checkLinearizability, registers, type Operation, type RegisterInput, type RegisterOutput,
} from '../linearizability/index.ts'
import type { RunRecord } from '../run-record.ts'
import { ok, unknown, type Evidence } from '../verdict.ts'

/**
 * Each row behaves as if there were one copy of it: what clients read of the masters and what they wrote there
 * fits in one order. Reads of replicas promise nothing of the kind.
 */
export const readsAreLinearizable: Invariant = {
  name: 'reads-are-linearizable',
  says: 'Reads and writes of a row at its master fit in one order, each within the time that it took.',
  check(record) {
    const initial = new Map(record.initialRows.map(({ row, mark }) => [row, mark]))
    const { operations, attempts } = operationsOf(record)
    const result = checkLinearizability(registers(initial), operations)
    if (result.verdict === 'unknown') return unknown(result.why)
    if (result.verdict === 'ok') return ok
    return { verdict: 'violated', evidence: [explain(result, operations, attempts)] }
  },
}

type RowOperation = Operation<RegisterInput, RegisterOutput>

/** By the id of an operation the attempt that it was a part of; null: one by hand. */
type Attempts = readonly (Attempt | null)[]

function operationsOf(record: RunRecord): { operations: readonly RowOperation[]; attempts: Attempts } {
  const operations: RowOperation[] = []
  const attempts: (Attempt | null)[] = []
  const add = (
    attempt: Attempt | null, input: RegisterInput, output: RegisterOutput | undefined,
    callUs: number, returnUs: number,
  ): void => {
    operations.push({ id: operations.length, input, output, callUs, returnUs })
    attempts.push(attempt)
  }
  const byMark = new Map((record.finalRows ?? []).map(row => [row.mark, row.row]))
  for (const attempt of record.history) {
    const { outcome, target, startUs } = attempt
    if (outcome === 'fail' || target !== '@master') continue
    const isKnown = outcome === 'ok' && attempt.endUs !== null
    const endUs = isKnown ? attempt.endUs : Infinity
    for (const { row, mark } of attempt.reads) add(attempt, { kind: 'read', key: row }, mark, startUs, endUs)
    for (const { row, change, mark } of attempt.writes) {
      // An insert of which nobody knows the end has told no key: it is known again by its mark.
      const key = row ?? byMark.get(mark)
      if (key === undefined) continue
      const value = change === 'delete' ? null : mark
      add(attempt, { kind: 'write', key, value }, isKnown ? true : undefined, startUs, endUs)
    }
  }
  for (const { row, change, mark, timeUs } of writesByHand(record)) {
    add(null, { kind: 'write', key: row, value: change === 'delete' ? null : mark }, true, timeUs, timeUs)
  }
  return { operations, attempts }
}

function explain(
  { object, explained, unexplained }: { object: string; explained: readonly number[]; unexplained: number },
  operations: readonly RowOperation[], attempts: Attempts,
): Evidence {
  const last = explained.at(-1)
  const after = last === undefined ? ''
    : `, the last that fits being ${told(operations[last]!, attempts[last]!)}`
  const operation = operations[unexplained]!
  return {
    says: `${object}: ${told(operation, attempts[unexplained]!)} fits in no order with the others${after}`,
    data: {
      row: object, attempt: attempts[unexplained]?.id ?? null,
      explained: explained.map(id => attempts[id]?.id ?? null),
    },
    timeUs: operation.returnUs === Infinity ? operation.callUs : operation.returnUs,
  }
}

function told({ input, output, callUs }: RowOperation, attempt: Attempt | null): string {
  const who = attempt?.client ?? 'hand'
  const value = input.kind === 'read' ? output as string | null : input.value
  const what = input.kind === 'read' ? `the read of ${value ?? 'no row'}`
    : value === null ? 'the delete' : `the write of ${value}`
  return `${what} by ${who} from ${(callUs / 1000).toFixed(3)} ms on`
}
