import { defineGuard } from '../../sim/index.ts'

// What keeps a reshard safe inside a tablet. A world may turn one off, to show why it is there.

export const obeysDisableQueryService = defineGuard({
  name: 'tablet-obeys-disable-query-service',
  because: 'a source master must stop before its last position is read',
  ifOff: 'the old shard goes on taking writes during and after the cutover: they are lost',
})

export const silentWhileFilled = defineGuard({
  name: 'tablet-silent-while-filled',
  because: 'what a master answers whose shard is still being filled is not the whole truth',
  ifOff: 'a write to the new shard before the cutover meets the stream: one of the two is overwritten',
})

export const requestsEndFirst = defineGuard({
  name: 'tablet-requests-end-before-it-stops',
  because: 'a tablet that says NOT_SERVING promises that nothing is written through it any more',
  ifOff: 'a write that was under way commits after the last position was read: it is acknowledged and lost',
})

export const drainedOnce = defineGuard({
  name: 'tablet-drained-once',
  because: 'two vtworkers may choose the same tablet',
  ifOff: 'both stop and start its replication: what one of them reads is not at one position',
})

export const positionWithRows = defineGuard({
  name: 'stream-position-with-rows',
  because: 'after a crash a stream must go on exactly where its rows are',
  ifOff: 'a crash between rows and position applies a transaction twice: a duplicate key stops the stream',
})

export const blocksForgotten = defineGuard({
  name: 'sequence-blocks-forgotten',
  because: 'another master may have given values from the row since this one reserved its block',
  ifOff: 'a tablet that is master again goes on with its old block: values are no longer in order',
})
