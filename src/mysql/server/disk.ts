import { assert } from '../../base/index.ts'
import type { Process } from '../../sim/index.ts'
import type { Gtid } from '../../sql/index.ts'
import { BinaryLog } from '../binlog/binary-log.ts'
import { serverCharset, defaultCollation } from '../catalog/charset.ts'
import { MasterInfo } from '../replication/master-info.ts'
import { Database, Databases } from '../storage/databases.ts'
import { Table } from '../storage/table.ts'
import type { Change } from '../transaction/transaction.ts'

/** A transaction that is in the binlog and not yet in the tables. */
export interface Prepared {
  readonly gtid: Gtid
  readonly changes: readonly Change[]
}

/** All that a mysqld finds again after a crash. It changes only where a real server has synced its files. */
export class ServerDisk {
  readonly serverUuid: string
  readonly databases = new Databases()
  readonly log: BinaryLog
  readonly master = new MasterInfo()
  /** In the order of the log. Empty except while commits wait for a semi-sync replica. */
  prepared: Prepared[] = []
  lastConnectionId = 0

  constructor(serverUuid: string, logBaseName: string) {
    this.serverUuid = serverUuid
    this.log = new BinaryLog(logBaseName)
    for (const name of ['information_schema', 'mysql', 'performance_schema', 'sys']) {
      this.databases.add(new Database(name, serverCharset, defaultCollation(serverCharset)))
    }
  }

  /** The disk of a process, formatted when the process first boots. */
  static of(process: Process, serverUuid: string, logBaseName: string): ServerDisk {
    let disk = process.disk.get('mysql') as ServerDisk | undefined
    if (disk === undefined) process.disk.set('mysql', (disk = new ServerDisk(serverUuid, logBaseName)))
    // A disk that was copied from another server names its files anew.
    disk.log.baseName = logBaseName
    return disk
  }

  /** The disk of a mysqld, for those who look at a world from outside. */
  static read(process: Process): ServerDisk {
    const disk = process.disk.get('mysql') as ServerDisk | undefined
    assert(disk !== undefined, () => `${process.name} is no mysqld, or has not booted yet`)
    return disk
  }

  /**
   * What a start does: transactions that reached the binlog are committed, as InnoDB does with prepared ones; those
   * that did not are gone. The relay log is thrown away (relay_log_recovery=1) and will be fetched again.
   */
  recover(): void {
    for (const { gtid, changes } of this.prepared) {
      for (const change of changes) {
        const { table } = change
        const data = table.data.copy()
        data.change(change.beforeKey, change.before, change.afterKey, change.after)
        table.data = data
      }
      this.log.markExecuted(gtid)
    }
    this.prepared = []
    for (const table of this.databases.tables()) table.resetAutoIncrement()
  }

  /** A disk of its own with the same content, of another server if a UUID is given; rows are shared. */
  copy(serverUuid = this.serverUuid): ServerDisk {
    const copy = new ServerDisk(serverUuid, '')
    assert(this.prepared.length === 0, 'a disk is copied between commits')
    for (const database of this.databases.all()) {
      copy.databases.add(new Database(database.name, database.charset, database.collation))
      for (const table of database.tables.values()) {
        const twin = new Table(table.schema, table.data)
        twin.nextAutoIncrement = table.nextAutoIncrement
        twin.nextHiddenRow = table.nextHiddenRow
        copy.databases.put(twin)
      }
    }
    copy.log.copyFrom(this.log)
    copy.master.copyFrom(this.master)
    return copy
  }
}

