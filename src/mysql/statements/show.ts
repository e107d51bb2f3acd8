import type { Ctx } from '../../sim/index.ts'
import type { Describe, QueryResult, Show } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { Session } from '../server/session.ts'
import { filtered, type Listing, listing } from './listing.ts'
import {
  listCharacterSets, listCollations, listColumns, listDatabases, listIndexes, listTables, listTableStatus,
  showCreateDatabase, showCreateTable,
} from './show-schema.ts'
import {
  listBinaryLogs, listEngines, listGrants, listPlugins, listProcesses, listSlaveHosts, listStatus, listVariables, masterStatus,
} from './show-server.ts'
import { slaveStatus } from './slave-status.ts'

/** SHOW in all its forms, and DESCRIBE. */
export function show(ctx: Ctx, session: Session, statement: Show | Describe): QueryResult {
  if (statement.kind === 'describe') {
    return filtered(session, listColumns(session, statement.table, false), statement.column, null)
  }
  return filtered(session, list(ctx, session, statement), statement.like, statement.where)
}

function list(ctx: Ctx, session: Session, statement: Show): Listing {
  switch (statement.what) {
    case 'databases': return listDatabases(session, statement.like)
    case 'tables': return listTables(session, statement)
    case 'columns': return listColumns(session, statement.table!, statement.full)
    case 'index': return listIndexes(session, statement.table!)
    case 'create table': return showCreateTable(session, statement.table!)
    case 'create database': return showCreateDatabase(session, statement.database!)
    case 'table status': return listTableStatus(session, statement.database)
    case 'character set': return listCharacterSets()
    case 'collation': return listCollations()
    default: return listOfServer(ctx, session, statement)
  }
}

function listOfServer(ctx: Ctx, session: Session, statement: Show): Listing {
  switch (statement.what) {
    case 'variables': return listVariables(session, statement)
    case 'status': return listStatus(ctx, session)
    case 'slave status': return slaveStatus(ctx, session.server)
    case 'master status': return masterStatus(session)
    case 'binary logs': return listBinaryLogs(session)
    case 'slave hosts': return listSlaveHosts(session)
    case 'processlist': return listProcesses(ctx, session)
    case 'engines': return listEngines()
    case 'plugins': return listPlugins()
    case 'grants': return listGrants(session)
    // Strict mode has errors instead of warnings.
    case 'warnings': case 'errors': return listing(['Level', '#Code', 'Message'], [])
    case 'triggers': return listing(['Trigger', 'Event', 'Table', 'Statement', 'Timing'], [])
    default: throw mysqlError(1235, `This version of MySQL doesn't yet support 'SHOW ${statement.text || statement.what}'`)
  }
}
