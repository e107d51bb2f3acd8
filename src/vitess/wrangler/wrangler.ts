import type { CommandLogger } from '../command/index.ts'
import type { TopoClient } from '../topo/index.ts'

/** Flags of vtctld that commands look at. Durations in milliseconds. */
export interface WranglerSettings {
  /** `-wait_for_drain_sleep_rdonly`, `-wait_for_drain_sleep_replica`. Source: go/vt/wrangler/keyspace.go. */
  readonly waitForDrainSleepRdonlyMs: number
  readonly waitForDrainSleepReplicaMs: number
  readonly disableActiveReparents: boolean
}

export const defaultWranglerSettings: WranglerSettings = Object.freeze({
  waitForDrainSleepRdonlyMs: 5_000, waitForDrainSleepReplicaMs: 15_000, disableActiveReparents: false,
})

/** What every command works with; one for each command that runs. Source: go/vt/wrangler/wrangler.go. */
export interface Wrangler {
  readonly topo: TopoClient
  readonly logger: CommandLogger
  readonly settings: WranglerSettings
  /** The text of a file that a flag names, or null: `-sql-file`, `-vschema_file`. */
  readonly readFile: (path: string) => string | null
}
