import type { StreamState } from '../../wire/index.ts'

/** What is not known yet is as bad as can be: 2^63−1, as in Vitess. */
const unknownLagS = 2 ** 63

/**
 * What health reports of one stream. Without a transaction nothing moves: a stream of an idle source keeps
 * its last figure. Source: go/vt/binlog/binlogplayer/binlog_player.go Stats.
 */
export class StreamStats {
  state: StreamState = 'Init'
  position = ''
  secondsBehindMaster = unknownLagS

  saved(position: string, nowS: number, transactionTimestampS: number): void {
    this.position = position
    if (transactionTimestampS !== 0) this.secondsBehindMaster = nowS - transactionTimestampS
  }
}
