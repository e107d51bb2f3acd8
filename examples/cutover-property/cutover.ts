import { defineScenario, type ClusterSpec, type Scenario, type WorkloadSpec } from 'vtsim'

const vtctl = 'vtctlclient -server localhost:15999'

/** What an operator types to move customer/0 to the shards -80 and 80-, which are there and empty. */
export function cutover(cluster: ClusterSpec, workload: WorkloadSpec): Scenario {
  return defineScenario({
    name: 'cutover', cluster, workload,
    commands: [
      'vtworker $TOPOLOGY_FLAGS -cell zone1 -use_v3_resharding_mode SplitClone -min_healthy_rdonly_tablets=1 customer/0',
      ...['rdonly', 'replica', 'master'].map(type => `${vtctl} MigrateServedTypes customer/0 ${type}`),
      'vtsim run-for 2s',
    ],
  })
}
