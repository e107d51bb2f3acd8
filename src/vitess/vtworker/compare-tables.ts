import { type Ctx, Failure, Semaphore } from '../../sim/index.ts'
import { diffSchemas, failure, filterTables, tabletManager, wrapped } from '../command/index.ts'
import { createKeyResolver, type KeyRange, keyRangeEqual, keyRangesOverlap } from '../keys/index.ts'
import { type SchemaDefinition, type TableDefinition, type Tablet, tabletAliasString } from '../wire/index.ts'
import { cloneTable, type CloneTable } from './clone-table.ts'
import { diffRows, hasDifferences, reportText } from './diff-rows.ts'
import type { SplitDiff } from './split-diff.ts'
import { type ScanFilter, TableScan } from './table-scan.ts'

/**
 * All differences are found and reported before the job fails with them. Source: go/vt/worker/split_diff.go
 * diff.
 */
export async function compareSchemasAndRows(ctx: Ctx, diff: SplitDiff): Promise<void> {
  const { parts, errors } = diff
  parts.status.set(ctx, 'running the diff')
  parts.logger.info(ctx, 'split_diff.go:386', 'Gathering schema information...')
  const [destination, source] = await ctx.all([
    own => schemaOf(own, diff, diff.destinationTablet!, 'destination'),
    own => schemaOf(own, diff, diff.sourceTablet!, 'source'),
  ])
  parts.logger.info(ctx, 'split_diff.go:421', 'Diffing the schema...')
  const differences = diffSchemas('destination', destination, 'source', source)
  if (differences.length === 0) parts.logger.info(ctx, 'split_diff.go:428', 'Schema match, good.')
  else {
    parts.logger.warning(ctx, 'split_diff.go:426', `Different schemas: ${differences.join(';')}`)
    willFail(ctx, diff, differences.join(';'))
  }

  parts.logger.info(ctx, 'split_diff.go:433', 'Running the diffs...')
  const permits = new Semaphore('parallel diffs', diff.parallelDiffs)
  const bySize = destination.tableDefinitions.toSorted((a, b) => b.dataLengthBytes - a.dataLengthBytes)
  await ctx.all(bySize.map(table => (own: Ctx) => permits.with(own, () => compareTable(own, diff, table))))
  if (errors.length > 0) throw failure(errors.join(';'))
}

function willFail(ctx: Ctx, diff: SplitDiff, text: string): void {
  diff.errors.push(text)
  diff.parts.status.set(ctx, 'running the diff, already found differences')
}

async function schemaOf(ctx: Ctx, diff: SplitDiff, tablet: Tablet, side: string): Promise<SchemaDefinition> {
  const { parts, excludeTables, vertical } = diff
  const tables = vertical ? diff.source!.tables : []
  const schema = await ctx.timeout(parts.settings.remote_actions_timeout, inner =>
    tabletManager(tablet.alias).getSchema(inner, { tables, excludeTables, includeViews: false }))
  parts.logger.info(ctx, 'split_diff.go:401', `Got schema from ${side} ${tabletAliasString(tablet.alias)}`)
  return filterTables(schema, tables, excludeTables, false)
}

/** What of a side is to be compared; null for all. Rows of other shards are left out. */
function filterOf(diff: SplitDiff, table: CloneTable, side: KeyRange | null): ScanFilter | null {
  if (diff.vertical) return null
  const overlap = keyRangesOverlap(diff.destination!.record.keyRange, diff.source!.keyRange)
  if (keyRangeEqual(overlap, side)) return null
  const { name, columns, columnTypes: types } = table
  return { keyRange: overlap, resolver: createKeyResolver(diff.keyspaceSchema!, { name, columns, types }) }
}

async function compareTable(ctx: Ctx, diff: SplitDiff, definition: TableDefinition): Promise<void> {
  const { logger } = diff.parts
  const table = cloneTable(definition)
  logger.info(ctx, 'split_diff.go:457', `Starting the diff on table ${table.name}`)
  const scans: TableScan[] = []
  try {
    const sourceFilter = filterOf(diff, table, diff.source!.keyRange)
    scans.push(await TableScan.open(ctx, diff.sourceTablet!, table, sourceFilter))
    const destinationFilter = filterOf(diff, table, diff.destination!.record.keyRange)
    scans.push(await TableScan.open(ctx, diff.destinationTablet!, table, destinationFilter))
    const report = await diffRows(ctx, logger, table.name, table.primaryKeyColumns.length, scans[0]!,
      scans[1]!)
    const isDifferent = hasDifferences(report)
    ctx.emit('vtworker/compared', {
      table: table.name, source: tabletAliasString(diff.sourceTablet!.alias),
      destination: tabletAliasString(diff.destinationTablet!.alias), checksOut: !isDifferent, ...report,
    })
    if (isDifferent) {
      const text = `table ${table.name} has differences: ${reportText(report)}`
      willFail(ctx, diff, text)
      logger.warning(ctx, 'split_diff.go:530', text)
    } else {
      logger.info(ctx, 'split_diff.go:532', `Table ${table.name} checks out (${report.processedRows} rows`
        + ` processed, ${report.qps} qps)`)
    }
  } catch (error) {
    if (!(error instanceof Failure) || ctx.canceled !== null) throw error
    const named = (wrapped(error, 'Differ.Go failed') as Failure).message
    // As in Vitess, a vertical diff that cannot read a table says so and goes on to succeed.
    if (!diff.vertical) willFail(ctx, diff, named)
    logger.error(ctx, 'split_diff.go:526', named)
  } finally {
    for (const scan of scans) scan.close()
  }
}
