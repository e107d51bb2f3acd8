import type { TabletAlias } from '../../../vitess/wire/index.ts'
import type { ParseContext } from '../command.ts'

/** The tablet that the tutorial's scripts are told by variables: `CELL` and `TABLET_UID`. */
export function tabletFromVariables(context: ParseContext): TabletAlias {
  const uid = context.variables.get('TABLET_UID') ?? ''
  if (!/^\d+$/.test(uid)) throw context.mistake(
    'TABLET_UID is not set to a number', undefined,
    'as in `CELL=zone1 TABLET_UID=300 ./scripts/mysqlctl-up.sh`',
  )
  return { cell: context.variables.get('CELL') ?? 'zone1', uid: Number(uid) }
}
