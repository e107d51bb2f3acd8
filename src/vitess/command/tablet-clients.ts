import { client, type Ctx } from '../../sim/index.ts'
import type { QueryResult } from '../../sql/index.ts'
import { QueryService, type Tablet, type TabletAlias, TabletManager, vttabletAddress } from '../wire/index.ts'

const newManager = (address: string) => client(TabletManager, address)
const newQueryService = (address: string) => client(QueryService, address)
export type TabletManagerClient = ReturnType<typeof newManager>
export type QueryServiceClient = ReturnType<typeof newQueryService>

const managers = new Map<string, TabletManagerClient>()
const queryServices = new Map<string, QueryServiceClient>()

/** Clients hold no state of a world, so they are made once. */
export function tabletManager(alias: TabletAlias): TabletManagerClient {
  const address = vttabletAddress(alias)
  let found = managers.get(address)
  if (found === undefined) managers.set(address, found = newManager(address))
  return found
}

export function queryService(alias: TabletAlias): QueryServiceClient {
  const address = vttabletAddress(alias)
  let found = queryServices.get(address)
  if (found === undefined) queryServices.set(address, found = newQueryService(address))
  return found
}

/** Autocommit, as the application user, without a limit on rows. */
export async function executeFetchAsApp(
  ctx: Ctx, tablet: Tablet, sql: string, maxRows = 0,
): Promise<QueryResult> {
  return tabletManager(tablet.alias).executeFetchAsApp(ctx, { sql, maxRows, usePool: true })
}
