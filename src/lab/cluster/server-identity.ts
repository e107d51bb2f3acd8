import { hashText } from '../../sim/index.ts'
import { mysqldAddress, tabletAliasString, type TabletAlias } from '../../vitess/wire/index.ts'

/** What tells one mysqld from all others. The same in every run: it is made from the tablet's name. */
export interface ServerIdentity {
  readonly address: string
  readonly serverUuid: string
  readonly serverId: number
  readonly port: number
}

export function serverIdentity(alias: TabletAlias): ServerIdentity {
  return {
    address: mysqldAddress(alias), serverUuid: uuidOf(tabletAliasString(alias)), serverId: alias.uid,
    port: 17_000 + alias.uid,
  }
}

/** A UUID that looks like those of MySQL, which are of version 1. */
function uuidOf(name: string): string {
  const part = (salt: string): string => (hashText(`${salt} ${name}`) >>> 0).toString(16).padStart(8, '0')
  const hex = ['a', 'b', 'c', 'd'].map(part).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-11ea-${hex.slice(12, 16)}-${hex.slice(16, 28)}`
}
