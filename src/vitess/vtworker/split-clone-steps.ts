import { defineProcedure, type Ctx } from '../../sim/index.ts'
import { formatDuration } from '../../base/index.ts'
import { failure, wrapping } from '../command/index.ts'
import { clonePhase } from './clone-phase.ts'
import type { SplitClone } from './split-clone.ts'
import {
  chooseSides, findDestinationMasters, loadVSchema, readKeyspace, sanityCheckShards, watchTablets,
} from './split-clone-init.ts'
import {
  drainSourceTablets, readSourcePositions, sourceTabletsAsTheyAre, stopReplication,
} from './offline-source.ts'
import { waitForTablets } from './source-tablet.ts'
import { setUpVReplication } from './vreplication-setup.ts'

const source = (name: string): string => `go/vt/worker/split_clone.go ${name}`
const shardNames = (shards: readonly { readonly shardName: string }[]): string =>
  shards.map(shard => shard.shardName).join(', ')

/** Online → offline pause, "to hopefully have all destination tablets caught up". */
const pauseBeforeOfflineMs = 1000

/** SplitClone in the order of Vitess. Source: go/vt/worker/split_clone.go run. */
export const splitCloneProcedure = defineProcedure<SplitClone>('split-clone', [
  {
    name: 'read-keyspace', source: source('init'),
    says: clone => `Read the keyspace record of ${clone.keyspace}.`,
    because: 'a clone into a keyspace that is not there should fail before anything is touched',
    ifSkipped: 'the next steps fail instead',
    run: (ctx, clone) => initPhase(() => readKeyspace(ctx, clone)),
  },
  {
    name: 'find-overlapping-shards', source: source('initShardsForHorizontalResharding'),
    says: clone => `Find the two sets of shards that cover the same ids as ${clone.shard}, and which of them`
      + ` is routed to: that is the source.`,
    because: 'only the shard was named; who copies to whom follows from the key ranges and from who serves',
    ifSkipped: 'it is not known what to copy from, so the clone ends here',
    run: (ctx, clone) => initPhase(() => chooseSides(ctx, clone)),
    standIn: async (_ctx, clone) => {
      throw failure(`init() failed: nobody has looked for what`
        + ` ${clone.keyspace}/${clone.shard} is to be filled from`)
    },
  },
  {
    name: 'sanity-check-shards', source: source('sanityCheckShardInfos'),
    says: clone => `Check that ${shardNames(clone.sourceShards)} is routed to for all three types and`
      + ` ${shardNames(clone.destinationShards)} for none.`,
    because: 'rows must never be rewritten under a shard that applications use',
    ifSkipped: 'a clone can be run into shards that serve, or that are already being filled',
    run: (ctx, clone) => initPhase(() => sanityCheckShards(ctx, clone)),
  },
  {
    name: 'load-vschema', source: source('loadVSchema'),
    says: clone => `Load the VSchema of ${clone.keyspace}: its vindexes say to which shard a row belongs.`,
    because: 'a row is placed by its keyspace id, which the vindex computes from a column',
    ifSkipped: 'rows cannot be placed',
    run: (ctx, clone) => initPhase(() => loadVSchema(ctx, clone)),
  },
  {
    name: 'watch-tablets', source: source('init'),
    says: 'Start to watch the health of all tablets of both sides.',
    because: 'masters and readers are chosen by what their health streams say, again for each statement',
    ifSkipped: 'no tablet is ever found, and the wait for the masters ends after a minute',
    run: async (ctx, clone) => watchTablets(ctx, clone, [...clone.sourceShards, ...clone.destinationShards]),
    standIn: async (ctx, clone) => watchTablets(ctx, clone, []),
  },
  {
    name: 'find-destination-masters', source: source('findDestinationMasters'),
    says: clone => `Find the master of ${shardNames(clone.destinationShards)}.`,
    because: 'all writes go to masters; their replicas follow by ordinary replication',
    ifSkipped: 'the name of the database to write to is not known',
    run: (ctx, clone) => wrapping('findDestinationMasters() failed', () => findDestinationMasters(ctx,
      clone)),
  },
  {
    name: 'online-clone', source: source('run, clone'),
    says: 'Copy while everything goes on: compare source and destination by primary key, chunk by chunk, and'
      + ' write what is missing.',
    because: 'this does most of the work while nothing is stopped, so that the offline phase is short',
    ifSkipped: 'the offline phase copies everything, and its source lags for longer',
    run: onlineClone,
  },
  {
    name: 'pause-before-offline-clone', source: source('run'),
    says: 'Wait a second.',
    because: 'the writes of the online phase should have reached the replicas of the destination',
    ifSkipped: 'nothing, since the destination is read from its master',
    run: async (ctx, clone) => {
      const { logger } = clone.parts
      logger.info(ctx, 'split_clone.go:557',
        clone.options.offline ? 'Offline clone will be run now.' : 'Offline clone skipped because'
          + ' --offline=false was specified.')
      if (clone.options.offline && clone.options.online) await ctx.sleep(pauseBeforeOfflineMs)
    },
    standIn: async () => undefined,
  },
  {
    name: 'drain-source-tablets', source: source('findOfflineSourceTablets')
      + ', topo_utils.go FindWorkerTablet',
    says: clone => `Take one ${clone.options.tabletType} tablet of ${shardNames(clone.sourceShards)} out of`
      + ` serving: type DRAINED, tagged with this worker.`,
    because: 'its replication is about to be stopped, and nobody should read ever older rows from it',
    ifSkipped: 'a tablet that still serves queries is used as the source, and goes stale',
    run: (ctx, clone) => ifOffline(clone, () => drainSourceTablets(ctx, clone)),
    standIn: (ctx, clone) => ifOffline(clone, () => sourceTabletsAsTheyAre(ctx, clone)),
  },
  {
    name: 'stop-replication', source: source('findOfflineSourceTablets'),
    says: 'Stop replication on the drained tablet: from now on it is a picture of the'
      + ' source at one GTID position.',
    because: 'rows and position must belong together, else a stream cannot go on where the copy ends',
    ifSkipped: 'the rows change while they are read: what is written in between may be lost or applied twice',
    run: (ctx, clone) => ifOffline(clone, () => stopReplication(ctx, clone)),
  },
  {
    name: 'offline-clone', source: source('run, clone'),
    says: 'Compare again, now against the picture that stands still, and make the destination exactly equal.',
    because: 'the online phase read a moving source: rows written, changed or deleted'
      + ' behind its back are wrong or missing',
    ifSkipped: 'writes made during the online phase never reach the destination, since'
      + ' the streams start after them',
    run: (ctx, clone) => ifOffline(clone, () => wrapping('offline clone() failed',
      () => clonePhase(ctx, clone, 'offline'))),
  },
  {
    name: 'read-source-positions', source: source('setUpVReplication'),
    says: 'Read the GTID position at which the drained tablet stands.',
    because: 'the streams have to begin right there',
    ifSkipped: 'the streams begin at the position that the tablet has now',
    run: (ctx, clone) => ifOffline(clone, () => setUpPhase(() => readSourcePositions(ctx, clone))),
    standIn: (ctx, clone) => ifOffline(clone, () => readSourcePositions(ctx, clone)),
  },
  {
    name: 'set-up-vreplication', source: source('setUpVReplication'),
    says: clone => `On each destination master create a stream that applies the binlog of`
      + ` ${shardNames(clone.sourceShards)} from that`
      + ' position on, filtered to its key range; note it in the shard record; refresh'
        + ' the master, which stops serving.',
    because: 'writes go on at the source until the cut-over, and must reach the new shards',
    ifSkipped: 'the new shards stay as they were at that position',
    run: (ctx, clone) => ifOffline(clone, () => setUpPhase(() => setUpVReplication(ctx, clone))),
  },
  {
    name: 'finish', source: source('run'),
    says: 'Report the end of the clone.',
    because: 'somebody waits for it',
    ifSkipped: 'a line is missing in the log',
    run: (ctx, clone) => ifOffline(clone, async () => {
      clone.parts.logger.info(ctx, 'split_clone.go:595', `Offline clone finished after`
        + ` ${wholeSeconds(ctx.nowMs - clone.offlineStartMs)}.`)
    }),
  },
])

const initPhase = (body: () => Promise<void>): Promise<void> => wrapping('init() failed', body)
const setUpPhase = (body: () => Promise<void>): Promise<void> => wrapping('failed to set up replication',
  body)

async function ifOffline(clone: SplitClone, body: () => Promise<void>): Promise<void> {
  if (clone.options.offline) await body()
}

async function onlineClone(ctx: Ctx, clone: SplitClone): Promise<void> {
  const { parts, options } = clone
  if (!options.online) {
    parts.logger.info(ctx, 'split_clone.go:551', 'Online clone skipped because --online=false was specified.')
    return
  }
  parts.logger.info(ctx, 'split_clone.go:532', 'Online clone will be run now.')
  const wish = { type: options.tabletType, min: options.minHealthyTablets,
    timeoutMs: parts.settings.wait_for_healthy_tablets_timeout }
  await wrapping('waitForTablets(sourceShards) failed', () => waitForTablets(ctx, parts, clone.tablets!,
    clone.sourceShards, wish))
  const startMs = ctx.nowMs
  await wrapping('online clone() failed', () => clonePhase(ctx, clone, 'online'))
  parts.logger.info(ctx, 'split_clone.go:549', `Online clone finished after`
    + ` ${wholeSeconds(ctx.nowMs - startMs)}.`)
}

const wholeSeconds = (ms: number): string => formatDuration(Math.floor(ms / 1000) * 1000)
