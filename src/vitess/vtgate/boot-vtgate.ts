import { Failure, type Boot, type Ctx } from '../../sim/index.ts'
import type { BindVariables, QueryResult } from '../../sql/index.ts'
import { TopoClient } from '../topo/index.ts'
import {
  VtgateService, type ExecuteReply, type FailureRecord, type Session, type TabletType,
} from '../wire/index.ts'
import type { BufferSpec } from './buffer/index.ts'
import { Executor } from './executor.ts'
import { DiscoveryGateway } from './gateway/index.ts'
import { SafeSession } from './safe-session.ts'
import { sqlErrorOf } from './sql-error-code.ts'
import { CellTopology } from './srvtopo/index.ts'

/** The flags of a vtgate. */
export interface VtgateSpec {
  readonly cell: string
  /** `-cells_to_watch`; by default its own. */
  readonly cellsToWatch?: readonly string[]
  /** `-transaction_mode`, MULTI. */
  readonly transactionMode?: 'SINGLE' | 'MULTI'
  /** `-default_tablet_type`, MASTER. */
  readonly defaultTabletType?: TabletType
  /** `-tablet_types_to_wait`; empty: vtgate serves at once. */
  readonly tabletTypesToWait?: readonly TabletType[]
  /** `-retry-count`, 2. */
  readonly retryCount?: number
  /** `-tablet_refresh_interval`, 1m. */
  readonly tabletRefreshMs?: number
  readonly buffer?: BufferSpec
  /** Files that vindex parameters may name. */
  readonly files?: ReadonlyMap<string, string>
}

/** Rows in a chunk of a streamed answer. */
const chunkRows = 500

/**
 * vtgate: what applications connect to. It keeps nothing that outlives it. Source: go/cmd/vtgate,
 * go/vt/vtgate/vtgate.go.
 */
export function bootVtgate(spec: VtgateSpec): Boot {
  return async (ctx) => {
    const topo = new TopoClient({ cell: spec.cell })
    const topology = new CellTopology(topo, spec.cell)
    const gateway = new DiscoveryGateway(ctx, topo, topology, {
      cell: spec.cell, cellsToWatch: spec.cellsToWatch ?? [spec.cell], retryCount: spec.retryCount,
      tabletRefreshMs: spec.tabletRefreshMs, buffer: spec.buffer,
    })
    const executor = new Executor(gateway, topology, {
      defaultTabletType: spec.defaultTabletType ?? 'MASTER', transactionMode: spec.transactionMode
        ?? 'MULTI', files: spec.files ?? new Map(),
    })
    topology.watchSrvVSchema(ctx, (vschema) => executor.saveVSchema(vschema))
    await gateway.waitForTablets(ctx, spec.tabletTypesToWait ?? [])
    ctx.process.serve(VtgateService, {
      execute: (own, { session, sql, bindVariables }) => reply(own, executor, session, sql, bindVariables),
      streamExecute: async (own, { session, sql, bindVariables }, out) => {
        const { result, error } = await reply(own, executor, session, sql, bindVariables)
        if (error !== undefined) throw new Failure(error.code as Failure['code'], error.message, error)
        const { fields, rows } = result!
        await out.send(own, { ...result!, rows: [] })
        for (let i = 0; i < rows.length; i += chunkRows) {
          await out.send(own, { fields, rows: rows.slice(i, i + chunkRows), rowsAffected: 0, insertId: 0 })
        }
      },
    })
  }
}

/** The answer carries the session, whatever has become of the statement. */
async function reply(
  ctx: Ctx, executor: Executor, value: Session, sql: string, binds: BindVariables,
): Promise<ExecuteReply> {
  const session = new SafeSession(value)
  let result: QueryResult
  try {
    result = await executor.execute(ctx, session, sql, binds)
  } catch (error) {
    // Nobody is there any more to get an answer.
    if (ctx.canceled !== null) throw error
    return { session: session.value, error: errorRecord(ctx, error) }
  }
  return { session: session.value, result }
}

/** `vtgate: <status url>: …`, with the numbers that a MySQL client is told. Source: vtgate.go formatError. */
function errorRecord(ctx: Ctx, error: unknown): FailureRecord {
  if (!(error instanceof Failure)) throw error
  const { code, definite } = error
  return { code, message: `vtgate: http://${ctx.process.host}:15001/: ${error.message}`, definite,
    ...sqlErrorOf(error) }
}
