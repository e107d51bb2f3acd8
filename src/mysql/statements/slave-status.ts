import type { Ctx } from '../../sim/index.ts'
import type { GtidSet, Value } from '../../sql/index.ts'
import { gtidText } from '../server/computed-variables.ts'
import type { ApplierThread } from '../replication/applier-thread.ts'
import type { MasterInfo } from '../replication/master-info.ts'
import type { ReceiverThread } from '../replication/receiver-thread.ts'
import type { MysqlServer } from '../server/mysql-server.ts'
import { fieldsOf, type Listing } from './listing.ts'

/** What there is to tell. */
interface Status {
  readonly master: MasterInfo
  readonly receiver: ReceiverThread
  readonly applier: ApplierThread
  readonly secondsBehind: number | null
  readonly executed: GtidSet
}

/** SHOW SLAVE STATUS: one row on a replica, none elsewhere. Columns as MySQL 5.7 orders them. */
export function slaveStatus(ctx: Ctx, { disk: { master, log }, replica }: MysqlServer): Listing {
  if (!master.isConfigured) return noReplica
  const { receiver, applier } = replica
  const status: Status = { master, receiver, applier, secondsBehind: replica.secondsBehind(ctx), executed: log.executed }
  const row: Value[] = []
  for (const [, value] of columns) row.push(typeof value === 'function' ? value(status) : value)
  return { fields, rows: [Object.freeze(row)] }
}

/** A name with `#` in front is a number's. */
const columns: readonly (readonly [name: string, value: Value | ((status: Status) => Value)])[] = [
  ['Slave_IO_State', ({ receiver }) => ioState(receiver.state)],
  ['Master_Host', ({ master }) => master.host], ['Master_User', ({ master }) => master.user],
  ['#Master_Port', ({ master }) => master.port], ['#Connect_Retry', ({ master }) => master.connectRetryS],
  ['Master_Log_File', ''], ['#Read_Master_Log_Pos', 4], ['Relay_Log_File', ''], ['#Relay_Log_Pos', 4],
  ['Relay_Master_Log_File', ''],
  ['Slave_IO_Running', ({ receiver }) => receiver.state],
  ['Slave_SQL_Running', ({ applier }) => (applier.isRunning ? 'Yes' : 'No')],
  ['Replicate_Do_DB', ''], ['Replicate_Ignore_DB', ''], ['Replicate_Do_Table', ''], ['Replicate_Ignore_Table', ''],
  ['Replicate_Wild_Do_Table', ''], ['Replicate_Wild_Ignore_Table', ''],
  // Last_Error is an old name of Last_SQL_Error.
  ['#Last_Errno', ({ applier }) => applier.lastError.errno], ['Last_Error', ({ applier }) => applier.lastError.message],
  ['#Skip_Counter', 0], ['#Exec_Master_Log_Pos', 4], ['#Relay_Log_Space', 0],
  ['Until_Condition', ({ applier }) => applier.untilCondition], ['Until_Log_File', ''], ['#Until_Log_Pos', 0],
  ['Master_SSL_Allowed', 'No'], ['Master_SSL_CA_File', ''], ['Master_SSL_CA_Path', ''], ['Master_SSL_Cert', ''],
  ['Master_SSL_Cipher', ''], ['Master_SSL_Key', ''],
  ['#Seconds_Behind_Master', ({ secondsBehind }) => secondsBehind],
  ['Master_SSL_Verify_Server_Cert', 'No'],
  ['#Last_IO_Errno', ({ receiver }) => receiver.lastError.errno],
  ['Last_IO_Error', ({ receiver }) => receiver.lastError.message],
  ['#Last_SQL_Errno', ({ applier }) => applier.lastError.errno],
  ['Last_SQL_Error', ({ applier }) => applier.lastError.message],
  ['Replicate_Ignore_Server_Ids', ''], ['#Master_Server_Id', 0], ['Master_UUID', ''],
  ['Master_Info_File', 'mysql.slave_master_info'],
  ['#SQL_Delay', ({ master }) => master.delayS], ['#SQL_Remaining_Delay', null],
  ['Slave_SQL_Running_State', ({ applier }) =>
    (applier.isRunning ? 'Slave has read all relay log; waiting for more updates' : '')],
  ['#Master_Retry_Count', 86400], ['Master_Bind', ''], ['Last_IO_Error_Timestamp', ''],
  ['Last_SQL_Error_Timestamp', ''], ['Master_SSL_Crl', ''], ['Master_SSL_Crlpath', ''],
  ['Retrieved_Gtid_Set', ({ receiver }) => gtidText(receiver.retrieved)],
  ['Executed_Gtid_Set', ({ executed }) => gtidText(executed)],
  ['#Auto_Position', ({ master }) => (master.autoPosition ? 1 : 0)],
  ['Replicate_Rewrite_DB', ''], ['Channel_Name', ''], ['Master_TLS_Version', ''],
]

const fields = fieldsOf(columns.map(([name]) => name))

// Without a row nobody reads more than these.
const noReplica: Listing = { fields: fields.slice(0, 5), rows: [] }

function ioState(state: 'No' | 'Connecting' | 'Yes'): string {
  if (state === 'Yes') return 'Waiting for master to send event'
  return state === 'Connecting' ? 'Connecting to master' : ''
}
