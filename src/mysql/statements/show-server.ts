import type { Ctx } from '../../sim/index.ts'
import type { Show, Value } from '../../sql/index.ts'
import { computedVariable, gtidText } from '../server/computed-variables.ts'
import type { Session } from '../server/session.ts'
import { variableDefinitions, variableText } from '../server/variables.ts'
import { type Listing, listing } from './listing.ts'

/** SHOW [GLOBAL | SESSION] VARIABLES. */
export function listVariables(session: Session, show: Show): Listing {
  const names = ['gtid_executed', 'gtid_purged']
  const computed = names.map((name): [string, Value] => [name, computedVariable(session, name)!])
  const kept = variableDefinitions.map((definition): [string, Value] => {
    const { name } = definition
    const value = show.scope === 'global' ? session.server.variables.get(name) : session.variable(name)
    return [name, variableText(definition, value ?? definition.value)]
  })
  const rows = [...kept, ...computed].sort(([a], [b]) => (a < b ? -1 : 1))
  return listing(['Variable_name', 'Value'], rows)
}

/** SHOW STATUS: counters that Vitess or people look at. */
export function listStatus(ctx: Ctx, session: Session): Listing {
  const { server } = session
  const { semiSync, replica } = server
  const on = (is: boolean): string => (is ? 'ON' : 'OFF')
  return listing(['Variable_name', 'Value'], [
    ['Rpl_semi_sync_master_clients', String(semiSync.replicas.size)],
    ['Rpl_semi_sync_master_status', on(semiSync.isOn)],
    ['Rpl_semi_sync_master_wait_sessions', String(server.disk.prepared.length)],
    ['Rpl_semi_sync_slave_status', on(replica.receiver.isSemiSync)],
    ['Slave_running', on(replica.isRunning)],
    ['Threads_connected', String(server.sessions.size)],
    ['Threads_running', String([...server.sessions.values()].filter((each) => each.running !== null).length)],
    ['Uptime', String(Math.floor((ctx.unixMs - server.startedMs) / 1000))],
  ])
}

export function masterStatus(session: Session): Listing {
  const { log } = session.server.disk
  const { name, size } = log.fileList().at(-1)!
  return listing(
    ['File', '#Position', 'Binlog_Do_DB', 'Binlog_Ignore_DB', 'Executed_Gtid_Set'],
    [[name, size, '', '', gtidText(log.executed)]],
  )
}

export function listBinaryLogs(session: Session): Listing {
  return listing(['Log_name', '#File_size'], session.server.disk.log.fileList().map(({ name, size }) => [name, size]))
}

/** SHOW SLAVE HOSTS; the host is the address under which the replica is known. */
export function listSlaveHosts(session: Session): Listing {
  const { dumps, spec } = session.server
  const rows = dumps.requests.map(({ replica }, i) => [i + 1, replica, 3306, spec.serverId, ''])
  return listing(['#Server_id', 'Host', '#Port', '#Master_id', 'Slave_UUID'], rows)
}

export function listProcesses(ctx: Ctx, session: Session): Listing {
  const rows = [...session.server.sessions.values()].map((each) => [
    each.connectionId, each.user.split('@')[0]!, 'localhost', each.database === '' ? null : each.database, each.command,
    Math.floor((ctx.unixMs - each.sinceUnixMs) / 1000), each.running === null ? '' : 'executing', each.sql,
  ])
  return listing(['#Id', 'User', 'Host', 'db', 'Command', '#Time', 'State', 'Info'], rows)
}

export function listEngines(): Listing {
  return listing(
    ['Engine', 'Support', 'Comment', 'Transactions', 'XA', 'Savepoints'],
    [['InnoDB', 'DEFAULT', 'Supports transactions, row-level locking, and foreign keys', 'YES', 'YES', 'YES']],
  )
}

export function listPlugins(): Listing {
  const plugin = (name: string, library: string): Value[] => [name, 'ACTIVE', 'REPLICATION', library, 'GPL']
  return listing(['Name', 'Status', 'Type', 'Library', 'License'], [
    plugin('rpl_semi_sync_master', 'semisync_master.so'), plugin('rpl_semi_sync_slave', 'semisync_slave.so'),
  ])
}

export function listGrants(session: Session): Listing {
  const privileges = session.hasSuper ? 'ALL PRIVILEGES' : 'SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX'
  const user = session.user.split('@')[0]!
  return listing([`Grants for ${user}@localhost`], [[`GRANT ${privileges} ON *.* TO '${user}'@'localhost'`]])
}
