import type { Tablet } from '../wire/index.ts'
import { tabletAliasString } from '../wire/index.ts'

/**
 * `zone1-0000000202 customer 0 drained localhost:15202 localhost:17202 [drain_reason: "Used by vtworker"]`.
 * Source: go/vt/vtctl/vtctl.go fmtTabletAwkable.
 */
export function tabletLine(tablet: Tablet): string {
  const tags = Object.entries(tablet.tags).map(([name, value]) => `${name}: ${JSON.stringify(value)}`).sort()
  return [
    tabletAliasString(tablet.alias), tablet.keyspace || '<null>', tablet.shard || '<null>',
      tablet.type.toLowerCase(),
    `${tablet.hostname}:${tablet.portMap.vt}`, `${tablet.mysqlHostname}:${tablet.mysqlPort}`,
      `[${tags.join(' ')}]`,
  ].join(' ')
}
