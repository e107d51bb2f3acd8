import type { GtidSet, Value } from '../../sql/index.ts'
import type { Session } from './session.ts'

/** Variables that are not kept but looked up; undefined for any other. */
export function computedVariable(session: Session, name: string): Value | undefined {
  const { log } = session.server.disk
  switch (name) {
    case 'gtid_executed': return gtidText(log.executed)
    case 'gtid_purged': return gtidText(log.purged)
    case 'timestamp': return session.unixMicros / 1e6
    case 'last_insert_id': case 'identity': return session.lastInsertId
    case 'pseudo_thread_id': return session.connectionId
    default: return undefined
  }
}

/** MySQL breaks the line after each server. */
export function gtidText(set: GtidSet): string {
  return set.toString().replaceAll(',', ',\n')
}
