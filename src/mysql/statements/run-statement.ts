import type { Ctx } from '../../sim/index.ts'
import { isDeadlock, rollback, commit } from '../server/commit.ts'
import type { Session } from '../server/session.ts'
import { LockConflict } from '../transaction/lock-owner.ts'
import type { Transaction } from '../transaction/transaction.ts'

/**
 * Runs a statement that takes locks: as a whole or not at all, and again after each wait for a lock. Without a transaction
 * it has one of its own, which is committed behind it.
 *
 * Error 1205 takes back the statement; 1213, the victim of a deadlock, the whole transaction.
 */
export async function runLocking<T>(ctx: Ctx, session: Session, attempt: (transaction: Transaction) => T): Promise<T> {
  const { server, owner } = session
  const isAlone = owner.transaction === null && session.autocommit
  const transaction = session.openTransaction()
  let result: T
  for (;;) {
    const mark = transaction.mark()
    try {
      result = attempt(transaction)
      break
    } catch (error) {
      transaction.rollbackTo(mark)
      const failure = error instanceof LockConflict ? await waitFor(ctx, session, error) : error
      if (failure === null) continue
      if (isAlone || isDeadlock(failure)) rollback(ctx, server, owner)
      throw failure
    }
  }
  if (isAlone) await commit(ctx, server, owner, session)
  return result
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
