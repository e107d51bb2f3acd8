import type { CommandLogger } from '../command/index.ts'
import type { TopoClient } from '../topo/index.ts'
import type { Cleaner } from './cleaner.ts'
import type { WorkerSettings } from './worker-settings.ts'
import type { WorkerStatus } from './worker-status.ts'

/**
 * What every job of a vtworker works with. Source: go/vt/worker/instance.go, the wrangler that each worker
 * holds.
 */
export interface WorkerParts {
  readonly topo: TopoClient
  readonly cell: string
  readonly logger: CommandLogger
  readonly settings: WorkerSettings
  readonly cleaner: Cleaner
  readonly status: WorkerStatus
  /** `http://localhost:0/`: what a tablet that is in use by this worker is tagged with. */
  readonly url: string
}
