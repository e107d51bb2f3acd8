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

/** `zone1-0000000300`, as records have it, of `zone1-300`. */
export function aliasOf(actor: string): string {
  const dash = actor.lastIndexOf('-')
  return `${actor.slice(0, dash)}-${actor.slice(dash + 1).padStart(10, '0')}`
}

/** What has crashed, stalled or been cut off: `vttablet of zone1-300`, `vtgate-1`. */
export function nameOf(process: string): string {
  const space = process.indexOf(' ')
  if (space < 0) return process
  const [kind, rest] = [process.slice(0, space), process.slice(space + 1)]
  return kind === 'topo' ? `the ${rest} topology server` : `${kind} of ${rest}`
}
