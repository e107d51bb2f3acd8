import type { ParseContext } from '../command.ts'
import type { Argument } from '../shell/expand.ts'

/** The servers that keep a log, with the process ids that stand in it. */
export const pids: ReadonlyMap<string, number> = new Map([['vtctld', 1691], ['vtworker', 39_992]])

/** The server whose log an argument names: `"$VTDATAROOT"/tmp/vtctld.INFO`. Fails with a UserError. */
export function parseLogFile(file: Argument | undefined, context: ParseContext): string {
  const process = /(?:^|\/)(\w+)\.INFO$/.exec(file?.text ?? '')?.[1]
  if (process !== undefined && pids.has(process)) return process
  throw context.mistake(
    'there is no such log', file, 'logs are vtctld.INFO and vtworker.INFO in $VTDATAROOT/tmp',
  )
}
