const tiers: readonly RegExp[] = [
  /^operator$/, /^client/, /^vtgate/, /^topo/, /^vtctld/, /^vtworker/, /^vttablet/, /^mysqld/,
]

/** Processes from those who ask to those who store; those of one kind by name. */
export function byTier(processes: Iterable<string>): string[] {
  const tier = (name: string): number => {
    const index = tiers.findIndex(pattern => pattern.test(name))
    return index < 0 ? tiers.length : index
  }
  return [...processes].sort((a, b) => tier(a) - tier(b) || (a < b ? -1 : a > b ? 1 : 0))
}
