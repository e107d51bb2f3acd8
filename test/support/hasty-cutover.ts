/**
 * A cutover without pauses, as text: with two clients and without a wait for the new masters, what was written last is
 * lost. A run of it takes some fifty milliseconds.
 */
export const hastyCutover = [
  '---', 'vtsim: 1', 'title: A hasty cutover', 'cluster: local-example-302',
  'workload: {clients: 2, ratePerS: 60, customers: 5, lists: 0}', 'checks: [acked-writes-survive]', '---', '```console',
  '$ vtworker -cell zone1 -use_v3_resharding_mode SplitClone -min_healthy_rdonly_tablets=1 customer/0',
  '$ vtctlclient -server localhost:15999 MigrateServedTypes -skip-refresh-state customer/0 rdonly',
  '$ vtctlclient -server localhost:15999 MigrateServedTypes -skip-refresh-state customer/0 replica',
  '$ vtctlclient -server localhost:15999 MigrateServedTypes customer/0 master', '```', '',
].join('\n')
