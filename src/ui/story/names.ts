/** What something of April 2020 is called today. */
export interface NamePair {
  readonly then: string
  readonly today: string
  /** Where the two are not quite the same thing. */
  readonly note: string
}

/** In the order in which a split meets them. Today: Vitess 22. */
export const names: readonly NamePair[] = [
  { then: 'master, MASTER', today: 'primary, PRIMARY', note: 'replica and rdonly have kept their names' },
  { then: 'vtctlclient', today: 'vtctldclient', note: '' },
  { then: 'InitShardMaster -force', today: 'PlannedReparentShard', note: 'it also makes the first primary; vtorc can do it alone' },
  { then: 'CopySchemaShard', today: 'part of Reshard … Create', note: '--skip-schema-copy leaves it out' },
  {
    then: 'vtworker SplitClone', today: 'Reshard … Create',
    note: 'the new primaries copy by themselves, table by table; there is no vtworker any more',
  },
  { then: 'SplitClone, filtered replication', today: 'VReplication: copy, catch up, copy on', note: 'no tablet of the source is drained' },
  { then: 'vtworker SplitDiff', today: 'VDiff', note: 'runs in the tablets, can be stopped and resumed' },
  {
    then: 'MigrateServedTypes … rdonly, replica', today: 'Reshard … SwitchTraffic --tablet-types rdonly,replica',
    note: 'was SwitchReads for a while',
  },
  {
    then: 'MigrateServedTypes … master', today: 'Reshard … SwitchTraffic --tablet-types primary', note: 'was SwitchWrites for a while',
  },
  { then: 'MigrateServedTypes -reverse', today: 'Reshard … ReverseTraffic', note: 'today also for writes' },
  { then: 'ReversedResharding streams', today: 'the workflow <name>_reverse', note: 'today they run at once' },
  { then: 'frozen tablet control', today: 'frozen workflow', note: 'the mark is in _vt.vreplication' },
  { then: 'blacklisted tables', today: 'denied tables', note: '' },
  { then: 'buffering at a reparent', today: 'buffering at reparents and at SwitchTraffic', note: 'ends with the event of the keyspace' },
  { then: 'DeleteShard -recursive', today: 'Reshard … Complete', note: 'removes the old shards with their tablets\' records' },
  { then: 'SHOW SLAVE STATUS, START SLAVE', today: 'SHOW REPLICA STATUS, START REPLICA', note: 'of MySQL itself' },
]

/** What a procedure is today, by its name. */
const procedures: ReadonlyMap<string, string> = new Map([
  ['init-shard-master', 'vtctldclient PlannedReparentShard'],
  ['planned-reparent-shard', 'vtctldclient PlannedReparentShard'],
  ['emergency-reparent-shard', 'vtctldclient EmergencyReparentShard, or vtorc'],
  ['split-clone', 'vtctldclient Reshard … Create'],
  ['split-diff', 'vtctldclient VDiff … Create'],
  ['vtworker-clean-up', 'nothing: no tablet is taken out of service'],
  ['migrate-served-types', 'vtctldclient Reshard … SwitchTraffic --tablet-types rdonly,replica'],
  ['migrate-served-types-master', 'vtctldclient Reshard … SwitchTraffic --tablet-types primary'],
  ['migrate-served-from', 'vtctldclient MoveTables … SwitchTraffic --tablet-types rdonly,replica'],
  ['migrate-served-from-master', 'vtctldclient MoveTables … SwitchTraffic --tablet-types primary'],
])

/** The function of today's traffic switcher that does what a step of the MASTER cutover did. */
const functions: ReadonlyMap<string, string> = new Map([
  ['disable-source-query-service', 'stopSourceWrites'], ['stop-source-writes', 'stopSourceWrites'],
  ['gather-positions', 'gatherPositions'], ['wait-for-catch-up', 'waitForCatchup'],
  ['set-up-reverse-replication', 'createReverseVReplication'], ['enable-destinations', 'allowTargetWrites'],
  ['enable-destination-masters', 'allowTargetWrites'], ['switch-routing', 'changeRouting'],
  ['start-reverse-replication', 'startReverseVReplication'], ['delete-destination-streams', 'freezeTargetVReplication'],
])

/** Where today's Vitess does what this step does, in a sentence; null: nobody knows of such a procedure. */
export function todayOf(procedure: string, step: string): string | null {
  const command = procedures.get(procedure)
  if (command === undefined) return null
  const inside = procedure === 'migrate-served-types-master' ? functions.get(step) : undefined
  return `Today: ${command}${inside === undefined ? '' : `, in ${inside}`}.`
}
