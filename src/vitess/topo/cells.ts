import { Failure, type Ctx } from '../../sim/index.ts'
import type { CellInfo } from '../wire/index.ts'
import { cellInfoPath, cellsDirectory } from './paths.ts'
import type { TopoClient } from './topo-client.ts'
import { partialResult } from './topo-error.ts'

/** All known cells, sorted. Source: go/vt/topo/cell_info.go GetCellInfoNames. */
export function getCellInfoNames(ctx: Ctx, topo: TopoClient): Promise<readonly string[]> {
  return topo.global.list(ctx, cellsDirectory)
}

/** Fails with ALREADY_EXISTS. Source: cell_info.go CreateCellInfo. */
export async function createCellInfo(
  ctx: Ctx, topo: TopoClient, cell: string, info: CellInfo,
): Promise<void> {
  await topo.global.create(ctx, cellInfoPath(cell), info)
}

/** The cells given, or all known ones if none is. */
export async function cellsOrAll(
  ctx: Ctx, topo: TopoClient, cells: readonly string[],
): Promise<readonly string[]> {
  return cells.length > 0 ? cells : getCellInfoNames(ctx, topo)
}

/**
 * Does `body` for every cell at the same time, and waits for all. Fails with `partial result` if any of them
 * did: the other cells have then been done. Source: the fan-out that each function of
 * go/vt/topo/srv_keyspace.go repeats.
 */
export async function forEachCell(
  ctx: Ctx, cells: readonly string[], body: (ctx: Ctx, cell: string) => Promise<void>,
): Promise<void> {
  const failures = await failuresByCell(ctx, cells, body)
  if (failures.length > 0) throw partialResult(failures.map((failure) => failure.message).join(';'))
}

/** As {@link forEachCell}, but hands the failures back. With a single cell there is no task for it. */
export async function failuresByCell(
  ctx: Ctx, cells: readonly string[], body: (ctx: Ctx, cell: string) => Promise<void>,
): Promise<Failure[]> {
  const attempt = async (inner: Ctx, cell: string): Promise<Failure | null> => {
    try {
      await body(inner, cell)
      return null
    } catch (error) {
      if (error instanceof Failure) return error
      throw error
    }
  }
  const results = cells.length === 1
    ? [await attempt(ctx, cells[0]!)]
    : await ctx.all(cells.map((cell) => (inner: Ctx) => attempt(inner, cell)))
  return results.filter((failure) => failure !== null)
}
