import { localExampleWithNewShards } from '../../src/lab/cluster/index.ts'
import { defineScenario } from '../../src/lab/scenario/index.ts'

/** A cutover of a source that is cut off, with one client: without a wait for the new masters it loses what was written last. */
export const blindCutover = defineScenario({
  name: 'blind-cutover', cluster: localExampleWithNewShards, workload: { clients: 1, ratePerS: 2, customers: 5, lists: 0 },
  checks: ['acked-writes-survive'],
  commands: [
    'vtworker $TOPOLOGY_FLAGS -cell zone1 -use_v3_resharding_mode SplitClone -min_healthy_rdonly_tablets=1 customer/0',
    'vtctlclient -server localhost:15999 MigrateServedTypes customer/0 rdonly',
    'vtctlclient -server localhost:15999 MigrateServedTypes customer/0 replica',
    'vtsim partition vttablet zone1-300 vttablet zone1-201',
    'vtsim run-for 1s',
    'vtctlclient -server localhost:15999 MigrateServedTypes customer/0 master',
    'vtsim heal',
  ],
})

/** The step that waits. */
export const waitForCatchUp = 'migrate-served-types-master/wait-for-catch-up'
