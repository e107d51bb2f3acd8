import type { Ctx } from '../../sim/index.ts'
import type { QueryResult } from '../../sql/index.ts'
import { isDeadlock, rollback, commit } from '../server/commit.ts'
import type { Session } from '../server/session.ts'
import { LockConflict } from '../transaction/lock-owner.ts'
import type { Transaction } from '../transaction/transaction.ts'
import type { Answer } from './answer.ts'

/**
 * Runs a statement that takes locks: as a whole or not at all, and again after each wait for a lock. Without a transaction
 * it has one of its own, which is committed behind it.
 *
 * Error 1205 takes back the statement; 1213, the victim of a deadlock, the whole transaction.
 */
export function runLocking(ctx: Ctx, session: Session, attempt: (transaction: Transaction) => QueryResult): Answer {
  const { owner } = session
  const isAlone = owner.transaction === null && session.autocommit
  const transaction = session.openTransaction()
  const first = tryOnce(transaction, attempt)
  if (first instanceof LockConflict) return tryAgain(ctx, session, transaction, attempt, isAlone, first)
  return ended(ctx, session, first, isAlone)
}

interface Failed { readonly failure: unknown }

/** Runs the statement, or undoes what there is of it. */
function tryOnce(
  transaction: Transaction, attempt: (transaction: Transaction) => QueryResult,
): QueryResult | LockConflict | Failed {
  const mark = transaction.mark()
  try {
    return attempt(transaction)
  } catch (error) {
    transaction.rollbackTo(mark)
    return error instanceof LockConflict ? error : { failure: error }
  }
}

async function tryAgain(
  ctx: Ctx, session: Session, transaction: Transaction, attempt: (transaction: Transaction) => QueryResult,
  isAlone: boolean, conflict: LockConflict,
): Promise<QueryResult> {
  let tried: QueryResult | LockConflict | Failed = conflict
  while (tried instanceof LockConflict) {
    const failure = await waitFor(ctx, session, tried)
    tried = failure === null ? tryOnce(transaction, attempt) : { failure }
  }
  return await ended(ctx, session, tried, isAlone)
}

function ended(ctx: Ctx, session: Session, tried: QueryResult | Failed, isAlone: boolean): Answer {
  const { server, owner } = session
  if (!('failure' in tried)) return isAlone ? commit(ctx, server, owner, session, tried) : tried
  if (isAlone || isDeadlock(tried.failure)) rollback(ctx, server, owner)
  throw tried.failure
}

/** Waits for a lock; gives the failure if it was not got. */
async function waitFor(ctx: Ctx, session: Session, conflict: LockConflict): Promise<unknown> {
  try {
    await session.server.locks.wait(ctx, session.owner, conflict.holder, session.lockWaitTimeoutMs)
    return null
  } catch (failure) {
    return failure
  }
}
