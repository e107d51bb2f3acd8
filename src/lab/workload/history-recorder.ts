import type { Attempt, OperationKind, RowWrite } from '../check/index.ts'

/** Collects the attempts of all clients in the order in which they began. Lives outside the world. */
export class HistoryRecorder {
  private readonly attempts: Attempt[] = []

  begin(
    client: string, vtgate: string, operation: OperationKind, sql: string, startUs: number,
    writes: readonly RowWrite[],
  ): number {
    const id = this.attempts.length
    this.attempts.push({
      id, client, vtgate, operation, sql, startUs, endUs: null, outcome: 'unknown', error: '', writes,
      sequenceKeys: [],
    })
    return id
  }

  end(id: number, answer: Pick<Attempt, 'endUs' | 'outcome' | 'error' | 'writes' | 'sequenceKeys'>): void {
    const { client, vtgate, operation, sql, startUs } = this.attempts[id]!
    const { endUs, outcome, error, writes, sequenceKeys } = answer
    this.attempts[id] = {
      id, client, vtgate, operation, sql, startUs, endUs, outcome, error, writes, sequenceKeys,
    }
  }

  get history(): readonly Attempt[] {
    return this.attempts
  }
}

/** How many attempts ended how. */
export interface ClientCounts {
  readonly sent: number
  readonly acked: number
  readonly failed: number
  readonly unknown: number
}

export function countAttempts(history: readonly Attempt[]): ClientCounts {
  const counts = { ok: 0, fail: 0, unknown: 0 }
  for (const { outcome } of history) counts[outcome]++
  return { sent: history.length, acked: counts.ok, failed: counts.fail, unknown: counts.unknown }
}
