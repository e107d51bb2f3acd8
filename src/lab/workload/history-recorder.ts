import type { Attempt } from '../check/index.ts'
import type { KeptOperation } from './kept-operation.ts'

/** Collects the attempts of all clients in the order in which they began. Lives outside the world. */
export class HistoryRecorder {
  private readonly attempts: Attempt[] = []
  /** What clients have begun, in order. */
  readonly operations: SentOperation[] = []
  private readonly last = new Map<string, number[]>()

  beginOperation(client: string, number: number, atUs: number): void {
    const attempts: number[] = []
    this.operations.push({ client, number, atUs, attempts })
    this.last.set(client, attempts)
  }

  begin({ client, vtgate, operation, target, sql, startUs, writes, lists }: SentAttempt): number {
    const id = this.attempts.length
    this.last.get(client)?.push(id)
    this.attempts.push({
      id, client, vtgate, operation, target, sql, startUs, endUs: null, outcome: 'unknown', error: '', writes,
      reads: [], lists, sequenceKeys: [],
    })
    return id
  }

  end(id: number, { endUs, outcome, error, writes, reads, lists, sequenceKeys }: EndedAttempt): void {
    const { client, vtgate, operation, target, sql, startUs } = this.attempts[id]!
    this.attempts[id] = {
      id, client, vtgate, operation, target, sql, startUs, endUs, outcome, error, writes, reads, lists,
      sequenceKeys,
    }
  }

  get history(): readonly Attempt[] {
    return this.attempts
  }
}

/** An operation that a client has begun, with the numbers of its attempts in the history. */
export interface SentOperation extends KeptOperation { readonly attempts: readonly number[] }

/** An attempt as it is sent. */
export type SentAttempt =
  Pick<Attempt, 'client' | 'vtgate' | 'operation' | 'target' | 'sql' | 'startUs' | 'writes' | 'lists'>

/** What is known of it when it is over. */
export type EndedAttempt =
  Pick<Attempt, 'endUs' | 'outcome' | 'error' | 'writes' | 'reads' | 'lists' | 'sequenceKeys'>

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
