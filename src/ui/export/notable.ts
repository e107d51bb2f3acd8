/** Kinds of events that break something. */
export const faultKinds: ReadonlySet<string> = new Set([
  'process/crash', 'process/exit', 'host/crash', 'net/cut', 'guard/off', 'step/skipped', 'topo/lock-expired',
  'nemesis/act', 'net/fault',
])

/** Kinds of events at which something changes for everybody, or is done: what no drawing of a run leaves out. */
export const notableKinds: ReadonlySet<string> = new Set([
  ...faultKinds, 'topo/put', 'topo/delete', 'topo/locked', 'topo/unlocked', 'tablet/state', 'process/boot', 'net/heal',
  'nemesis/mended', 'client/refused', 'scenario/command', 'step/failed',
])
