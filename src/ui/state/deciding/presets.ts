import type { Intervention } from '../../../lab/branch/index.ts'
import type { Show } from '../state.ts'
import { before, procedureAhead, splitAt, stepAhead } from './ahead.ts'

/** A race that can be provoked: what to do when, seen from the moment that is shown. */
export interface Preset {
  readonly label: string
  /** What happens then, or what to look for. */
  readonly hint: string
  /** What has to be done; a text: why it cannot be done from here. */
  prepare(show: Show): readonly Intervention[] | string
}

const master = 'migrate-served-types-master'
const noCutover = 'no MigrateServedTypes of the master lies ahead'
const noClone = 'no SplitClone lies ahead'

const line = (after: number, text: string): Intervention => ({ kind: 'line', after, text: `vtsim ${text}` })

/** In the order in which a reader should try them. */
export const presets: readonly Preset[] = [
  {
    label: 'route before the new shards have caught up',
    hint: 'a stream is cut off two seconds before the cutover, which does not wait: acknowledged writes are lost',
    prepare(show) {
      const begin = procedureAhead(show, master)
      if (begin === 0) return noCutover
      const { targets: [target], sources } = splitAt(show, begin)
      if (target === undefined || sources.length === 0) return 'there is no stream at the cutover'
      const after = before(show, begin, 2000)
      return [
        ...sources.map(source => line(after, `partition vttablet ${target} vttablet ${source}`)),
        { kind: 'skip', after, step: `${master}/wait-for-catch-up` },
      ]
    },
  },
  {
    label: 'believe the online clone',
    hint: 'SplitClone leaves out its offline phase: what was written meanwhile is missing or old in the new shards',
    prepare: show => procedureAhead(show, 'split-clone') === 0 ? noClone
      : [{ kind: 'skip', after: show.cursor.seq, step: 'split-clone/offline-clone' }],
  },
  {
    label: 'a vtgate that does not hear',
    hint: 'one vtgate is cut off from the topology as the cutover begins: it goes on routing to the old shard',
    prepare(show) {
      const begin = procedureAhead(show, master)
      const gate = show.scenario.frontMatter.cluster.vtgates.at(-1)
      if (begin === 0) return noCutover
      return gate === undefined ? 'there is no vtgate' : [line(begin, `partition ${gate.name} topo`)]
    },
  },
  {
    label: 'slow streams',
    hint: 'the new masters stand still for three seconds while the cutover waits for them:'
      + ' how long can nobody write?',
    prepare(show) {
      const wait = stepAhead(show, `${master}/wait-for-catch-up`)
      if (wait === 0) return noCutover
      const { targets } = splitAt(show, wait)
      return targets.map(target => line(wait, `stall vttablet ${target} 3s`))
    },
  },
  {
    label: 'the old master takes writes to the end',
    hint: 'it ignores that its query service is disabled, the streams end, vtctld takes its time:'
      + ' what it still takes is lost',
    prepare(show) {
      const begin = procedureAhead(show, master)
      if (begin === 0) return noCutover
      const { targets, sources } = splitAt(show, begin)
      const cuts = targets.flatMap(target => sources.map(source => `partition vttablet ${target} vttablet ${source}`))
      const steps = [`until ${master}/before-freeze`, ...cuts, 'stall vtctld 1s']
      return [
        { kind: 'guard-off', after: begin, guard: 'tablet-obeys-disable-query-service' },
        line(begin, steps.join('; vtsim ')),
      ]
    },
  },
  {
    label: 'a replica stands still',
    hint: 'ten seconds without replication on one replica: who reads old rows, who waits, who notices?',
    prepare(show) {
      const shard = show.scenario.frontMatter.cluster.keyspaces.at(-1)!.shards[0]!
      const replica = shard.tablets.find(({ type }) => type === 'REPLICA')
      return replica === undefined ? 'the shard has no replica'
        : [line(show.cursor.seq, `stall mysqld ${replica.alias.cell}-${replica.alias.uid} 10s`)]
    },
  },
  {
    label: 'vtworker dies in the clone',
    hint: 'nobody cleans up: the tablet that it read from stays DRAINED, its replication stopped',
    prepare(show) {
      const offline = stepAhead(show, 'split-clone/offline-clone')
      return offline === 0 ? noClone : [line(offline, 'crash vtworker')]
    },
  },
  {
    label: 'vtctld dies in the cutover',
    hint: 'after the old master was stopped and before the new ones serve:'
      + ' nobody takes writes until somebody goes on',
    prepare(show) {
      const freeze = stepAhead(show, `${master}/freeze`)
      return freeze === 0 ? noCutover : [line(freeze, 'crash vtctld')]
    },
  },
]
