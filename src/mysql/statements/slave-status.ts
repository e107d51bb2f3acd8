import type { Ctx } from '../../sim/index.ts'
import type { Value } from '../../sql/index.ts'
import { gtidText } from '../server/computed-variables.ts'
import type { MysqlServer } from '../server/mysql-server.ts'
import { type Listing, listing } from './listing.ts'

/** SHOW SLAVE STATUS: one row on a replica, none elsewhere. Columns as MySQL 5.7 orders them. */
export function slaveStatus(ctx: Ctx, server: MysqlServer): Listing {
  const row = server.disk.master.isConfigured ? columns(ctx, server) : null
  const names = row === null ? columnNames : row.map(([name]) => name)
  return listing(names, row === null ? [] : [row.map(([, value]) => value)])
}

function columns(ctx: Ctx, server: MysqlServer): [name: string, value: Value][] {
  const { disk: { master, log }, replica } = server
  const { receiver, applier } = replica
  const ioError = receiver.lastError
  const sqlError = applier.lastError
  const runs = (yes: boolean): string => (yes ? 'Yes' : 'No')
  return [
    ['Slave_IO_State', ioState(receiver.state)],
    ['Master_Host', master.host], ['Master_User', master.user], ['#Master_Port', master.port],
    ['#Connect_Retry', master.connectRetryS],
    ['Master_Log_File', ''], ['#Read_Master_Log_Pos', 4], ['Relay_Log_File', ''], ['#Relay_Log_Pos', 4],
    ['Relay_Master_Log_File', ''],
    ['Slave_IO_Running', receiver.state], ['Slave_SQL_Running', runs(applier.isRunning)],
    ['Replicate_Do_DB', ''], ['Replicate_Ignore_DB', ''], ['Replicate_Do_Table', ''], ['Replicate_Ignore_Table', ''],
    ['Replicate_Wild_Do_Table', ''], ['Replicate_Wild_Ignore_Table', ''],
    // Last_Error is an old name of Last_SQL_Error.
    ['#Last_Errno', sqlError.errno], ['Last_Error', sqlError.message],
    ['#Skip_Counter', 0], ['#Exec_Master_Log_Pos', 4], ['#Relay_Log_Space', 0],
    ['Until_Condition', applier.untilCondition], ['Until_Log_File', ''], ['#Until_Log_Pos', 0],
    ['Master_SSL_Allowed', 'No'], ['Master_SSL_CA_File', ''], ['Master_SSL_CA_Path', ''], ['Master_SSL_Cert', ''],
    ['Master_SSL_Cipher', ''], ['Master_SSL_Key', ''],
    ['#Seconds_Behind_Master', replica.secondsBehind(ctx)],
    ['Master_SSL_Verify_Server_Cert', 'No'],
    ['#Last_IO_Errno', ioError.errno], ['Last_IO_Error', ioError.message],
    ['#Last_SQL_Errno', sqlError.errno], ['Last_SQL_Error', sqlError.message],
    ['Replicate_Ignore_Server_Ids', ''], ['#Master_Server_Id', 0], ['Master_UUID', ''],
    ['Master_Info_File', 'mysql.slave_master_info'],
    ['#SQL_Delay', master.delayS], ['#SQL_Remaining_Delay', null],
    ['Slave_SQL_Running_State', applier.isRunning ? 'Slave has read all relay log; waiting for more updates' : ''],
    ['#Master_Retry_Count', 86400], ['Master_Bind', ''], ['Last_IO_Error_Timestamp', ''],
    ['Last_SQL_Error_Timestamp', ''], ['Master_SSL_Crl', ''], ['Master_SSL_Crlpath', ''],
    ['Retrieved_Gtid_Set', gtidText(receiver.retrieved)], ['Executed_Gtid_Set', gtidText(log.executed)],
    ['#Auto_Position', master.autoPosition ? 1 : 0],
    ['Replicate_Rewrite_DB', ''], ['Channel_Name', ''], ['Master_TLS_Version', ''],
  ]
}

// Without a row nobody reads more than these.
const columnNames = ['Slave_IO_State', 'Master_Host', 'Master_User', '#Master_Port', '#Connect_Retry']

function ioState(state: 'No' | 'Connecting' | 'Yes'): string {
  if (state === 'Yes') return 'Waiting for master to send event'
  return state === 'Connecting' ? 'Connecting to master' : ''
}
