import { formatDuration } from '../../../base/index.ts'
import type { MysqlConnection } from '../../../mysql/index.ts'
import { type Ctx, Failure, Mutex } from '../../../sim/index.ts'
import { type BindVariables, type QueryResult } from '../../../sql/index.ts'
import type { TopoClient } from '../../topo/index.ts'
import { mysqldAddress } from '../../wire/index.ts'
import { decodePosition } from '../decode-position.ts'
import type { VttabletConfig } from '../spec.ts'
import { ConnectionPool, leavesInDoubt } from '../tabletserver/connection-pool.ts'
import type { SchemaEngine } from '../tabletserver/schema-engine.ts'
import { buildControllerPlan, type ControllerPlan } from './controller-plan.ts'
import { Controller } from './controller.ts'
import {
  executeMaybeCreateTable, isNoTable, streamById, streamRows, streamsOfDatabase, streamStatus,
} from './vreplication-table.ts'

const waitForPosPollMs = 1_000

/**
 * The streams of a master: one controller for each row of `_vt.vreplication` that belongs to its database.
 * The table is replicated like any other, so a new master goes on where the old one was; topology is not
 * asked. Source: go/vt/vttablet/tabletmanager/vreplication/engine.go.
 */
export class VReplicationEngine {
  isOpen = false
  private readonly controllers = new Map<number, Controller>()
  private readonly mutex = new Mutex('vreplication engine')
  private readonly pool: ConnectionPool

  constructor(
    private readonly config: VttabletConfig,
    private readonly topo: TopoClient,
    private readonly schema: SchemaEngine,
    private readonly dbName: string,
  ) {
    this.pool = new ConnectionPool({
      name: 'vreplication', address: mysqldAddress(config.alias), user: 'filtered', database: '',
      capacity: 4, timeoutMs: null, exhausted: 'vreplication pool wait timed out',
    })
  }

  /** Starts the streams of the table. A failure is logged: the health check tries again. */
  async tryOpen(ctx: Ctx): Promise<void> {
    try {
      await this.mutex.with(ctx, async () => {
        if (this.isOpen) return
        ctx.log('I', 'engine.go:120', 'Starting VReplication engine')
        for (const row of await this.rows(ctx, streamsOfDatabase(this.dbName))) {
          this.controllers.set(row.id, new Controller(ctx, this.parts, row))
        }
        this.isOpen = true
        ctx.log('I', 'state_change.go:325', 'VReplication engine started')
      })
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      ctx.log('E', 'state_change.go:323',
        `Could not start VReplication engine: ${error.message}. Will keep retrying at health check interval.`)
    }
  }

  /** Stops all streams; their rows stay as they are. */
  async close(ctx: Ctx): Promise<void> {
    await this.mutex.with(ctx, async () => {
      if (!this.isOpen) return
      this.isOpen = false
      ctx.log('I', 'engine.go:190', 'Shutting down VReplication engine')
      for (const controller of this.controllers.values()) await controller.stop(ctx)
      this.controllers.clear()
    })
  }

  /** Runs a statement on the streams, and starts and stops them accordingly. Source: engine.go Exec. */
  async exec(ctx: Ctx, query: string): Promise<QueryResult> {
    return this.mutex.with(ctx, async () => {
      this.checkOpen()
      const plan = buildControllerPlan(query)
      // Rows and controllers must not part ways because the caller has gone.
      const inner = ctx.background()
      return this.pool.with(inner, connection => this.run(inner, connection, query, plan))
    })
  }

  private async run(
    ctx: Ctx, connection: MysqlConnection, query: string, plan: ControllerPlan,
  ): Promise<QueryResult> {
    switch (plan.kind) {
      case 'insert': return this.insert(ctx, connection, query, plan.rows)
      case 'update': {
        const ids = await this.selectIds(ctx, connection, plan.selector)
        return ids.length === 0 ? noRows : this.update(ctx, connection, plan.applier, ids)
      }
      case 'delete': {
        const ids = await this.selectIds(ctx, connection, plan.selector)
        const appliers = [plan.applier, plan.copyStateApplier]
        return ids.length === 0 ? noRows : this.delete(ctx, connection, appliers, ids)
      }
      case 'passthrough': return executeMaybeCreateTable(ctx, connection, query)
    }
  }

  /** Waits until the stream has saved a position that holds this one. Source: engine.go WaitForPos. */
  async waitForPos(ctx: Ctx, id: number, position: string): Promise<void> {
    this.checkOpen()
    const wanted = decodePosition(position)
    const startMs = ctx.nowMs
    let last = ''
    try {
      for (;;) {
        const [row] = (await this.pool.with(ctx,
          connection => connection.execute(ctx, streamStatus(id)))).rows
        if (row === undefined) throw failed(`vreplication stream ${id} not found`)
        last = String(row[0] ?? '')
        const current = decodePosition(last)
        if (current.atLeast(wanted)) {
          return ctx.log('I', 'engine.go:545',
            `position: ${position} reached, wait time: ${formatDuration(ctx.nowMs - startMs)}`)
        }
        if (row[1] === 'Stopped') {
          throw failed(`replication has stopped at ${current} before reaching position ${wanted}, message: ${String(row[2] ?? '')}`)
        }
        await ctx.sleep(waitForPosPollMs)
        this.checkOpen()
      }
    } catch (error) {
      if (!(error instanceof Failure)
        || (error.code !== 'DEADLINE_EXCEEDED' && error.code !== 'CANCELED')) throw error
      const text = `error waiting for pos: ${position}, last pos: ${last}: ${error.message}, `
        + `wait time: ${formatDuration(ctx.nowMs - startMs)}`
      ctx.log('E', 'engine.go:557', text)
      throw new Failure(error.code, text)
    }
  }

  /** For health reports. Source: vreplication/stats.go StatusSummary. */
  statusSummary(): { secondsBehindMasterFilteredReplication: number; binlogPlayersCount: number } {
    let max = 0
    for (const { stats } of this.controllers.values()) max = Math.max(max, stats.secondsBehindMaster)
    return { secondsBehindMasterFilteredReplication: max, binlogPlayersCount: this.controllers.size }
  }

  private async insert(
    ctx: Ctx, connection: MysqlConnection, query: string, count: number,
  ): Promise<QueryResult> {
    const result = await executeMaybeCreateTable(ctx, connection, query)
    const first = Number(result.insertId)
    if (first === 0) throw failed('insert failed to generate an id')
    for (let id = first; id < first + count; id++) await this.restart(ctx, connection, id)
    return result
  }

  private async update(
    ctx: Ctx, connection: MysqlConnection, applier: string, ids: readonly number[],
  ): Promise<QueryResult> {
    for (const id of ids) await this.controllers.get(id)?.stop(ctx)
    const result = await connection.execute(ctx, applier, idList(ids))
    for (const id of ids) await this.restart(ctx, connection, id)
    return result
  }

  private async delete(
    ctx: Ctx, connection: MysqlConnection, appliers: readonly string[], ids: readonly number[],
  ): Promise<QueryResult> {
    for (const id of ids) {
      await this.controllers.get(id)?.stop(ctx)
      this.controllers.delete(id)
    }
    try {
      return await this.deleteRows(ctx, connection, appliers, ids)
    } catch (error) {
      // A stream that vtworker has made copies nothing, and its master may never have got that table.
      if (!isNoTable(error)) throw error
      return await this.deleteRows(ctx, connection, appliers.slice(0, 1), ids)
    }
  }

  private async deleteRows(
    ctx: Ctx, connection: MysqlConnection, appliers: readonly string[], ids: readonly number[],
  ): Promise<QueryResult> {
    const bindVariables = idList(ids)
    try {
      const results = await connection.executeBatch(ctx, [
        { sql: 'begin' }, ...appliers.map(sql => ({ sql, bindVariables })), { sql: 'commit' },
      ])
      return results[1]!
    } catch (error) {
      if (!leavesInDoubt(error)) await connection.execute(ctx, 'rollback')
      throw error
    }
  }

  /** A controller for the row as it is now, with the figures of the one before. */
  private async restart(ctx: Ctx, connection: MysqlConnection, id: number): Promise<void> {
    const [row] = streamRows(await connection.execute(ctx, streamById(id)))
    if (row === undefined) throw failed(`unexpected number of rows: 0, while reading stream ${id}`)
    this.controllers.set(id, new Controller(ctx, this.parts, row, this.controllers.get(id)?.stats))
  }

  private async selectIds(ctx: Ctx, connection: MysqlConnection, selector: string): Promise<number[]> {
    return (await executeMaybeCreateTable(ctx, connection, selector)).rows.map(row => Number(row[0]))
  }

  private async rows(ctx: Ctx, sql: string) {
    try {
      return streamRows(await this.pool.with(ctx, connection => connection.execute(ctx, sql)))
    } catch (error) {
      if (isNoTable(error)) return []
      throw error
    }
  }

  private get parts() {
    return { config: this.config, topo: this.topo, schema: this.schema, dbName: this.dbName }
  }

  private checkOpen(): void {
    if (!this.isOpen) throw failed('vreplication engine is closed')
  }
}

const noRows: QueryResult = Object.freeze({ fields: [], rows: [], rowsAffected: 0, insertId: 0 })

const idList = (ids: readonly number[]): BindVariables =>
  ({ ids: { type: 'TUPLE', values: ids.map(value => ({ type: 'INT64', value })) } })

const failed = (message: string): Failure => new Failure('UNKNOWN', message, { definite: true })
