/**
 * Who a process is to a reader: a tablet is one thing, `zone1-300`, whether vttablet or its mysqld acts; `topo
 * global` is the `topo`.
 */
export function actorOf(process: string): string {
  const space = process.indexOf(' ')
  if (space < 0) return process
  const kind = process.slice(0, space)
  return kind === 'vttablet' || kind === 'mysqld' ? process.slice(space + 1) : kind
}

/** What has crashed, stalled or been cut off: `vttablet of zone1-300`, `vtgate-1`. */
export function nameOf(process: string): string {
  const space = process.indexOf(' ')
  if (space < 0) return process
  const [kind, rest] = [process.slice(0, space), process.slice(space + 1)]
  return kind === 'topo' ? `the ${rest} topology server` : `${kind} of ${rest}`
}
