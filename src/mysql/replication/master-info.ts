/** What CHANGE MASTER TO has set: `mysql.slave_master_info`. On disk. Whether the threads run is not kept. */
export class MasterInfo {
  /** A process name; '' when this server is nobody's replica. */
  host = ''
  port = 3306
  user = ''
  connectRetryS = 60
  autoPosition = false
  /** MASTER_DELAY, in seconds. */
  delayS = 0

  get isConfigured(): boolean {
    return this.host !== ''
  }

  /** RESET SLAVE ALL. */
  clear(): void {
    this.copyFrom(new MasterInfo())
  }

  copyFrom(other: MasterInfo): void {
    this.host = other.host
    this.port = other.port
    this.user = other.user
    this.connectRetryS = other.connectRetryS
    this.autoPosition = other.autoPosition
    this.delayS = other.delayS
  }
}
