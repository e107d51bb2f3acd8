import { describe, expect, test } from 'vitest'
import { corder, customer, customers, split } from './small-split.ts'

const diff = ['SplitDiff', '-min_healthy_rdonly_tablets=1', 'customer/-80']
const source = () => [customer(customers(1, 2, 3, 4, 5)), corder([])]

describe('SplitDiff', () => {
  test('after a clone finds nothing, and says how many rows it looked at: one too many, as Vitess', async () => {
    const { failure, texts } = await split({ source: source(), then: [diff] })
    expect(failure).toBe('')
    expect(texts.slice(texts.lastIndexOf('Starting worker...')).filter(text => !text.startsWith('Waiting for enough')))
      .toMatchInlineSnapshot(`
        [
          "Starting worker...",
          "Changing tablet zone1-0000000302 to 'DRAINED'",
          "Adding tag[worker]=http://localhost:0/ to tablet zone1-0000000302",
          "Changing tablet zone1-0000000202 to 'DRAINED'",
          "Adding tag[worker]=http://localhost:0/ to tablet zone1-0000000202",
          "Stopping master binlog replication on zone1-0000000300",
          "Stopping slave zone1-0000000202 at a minimum of MySQL56/9a6cbb10-74c3-11ea-a04f-b255221d7376:1-20",
          "Restarting master zone1-0000000300 until it catches up to MySQL56/9a6cbb10-74c3-11ea-a04f-b255221d7376:1-20",
          "Waiting for destination tablet zone1-0000000302 to catch up to MySQL56/00000000-0000-0000-0000-000000000300:1-7",
          "Restarting filtered replication on master zone1-0000000300",
          "Gathering schema information...",
          "Got schema from destination zone1-0000000302",
          "Got schema from source zone1-0000000202",
          "Diffing the schema...",
          "Schema match, good.",
          "Running the diffs...",
          "Starting the diff on table customer",
          "Starting the diff on table corder",
          "Table corder checks out (1 rows processed, 1 qps)",
          "Table customer checks out (5 rows processed, 5 qps)",
          "action StartSlaveAction successful on zone1-0000000302",
          "action StartSlaveAction successful on zone1-0000000202",
          "action VReplicationAction successful on zone1-0000000300",
          "action TabletTagAction successful on zone1-0000000202",
          "action TabletTagAction successful on zone1-0000000202",
          "action ChangeSlaveTypeAction successful on zone1-0000000202",
          "action TabletTagAction successful on zone1-0000000302",
          "action TabletTagAction successful on zone1-0000000302",
          "action ChangeSlaveTypeAction successful on zone1-0000000302",
        ]
      `)
  })

  test('gives both tablets back, and has the stream run again', async () => {
    const { log, drained } = await split({ source: source(), then: [diff] })
    expect(drained).toMatchObject({ type: 'RDONLY', tags: {} })
    expect(log.calls.filter(call => call.startsWith('302 changeType'))).toEqual(['302 changeType DRAINED', '302 changeType RDONLY'])
  })

  test.each([
    ['a row too few', (rows: unknown[]) => rows.splice(1, 1), '5 processed, 3 matching, 0 mismatched, 1 extra left, 0 extra right'],
    ['a row too many', (rows: unknown[]) => rows.push([9, 'nobody']), '5 processed, 4 matching, 0 mismatched, 0 extra left, 1 extra right'],
    ['another row', (rows: unknown[]) => rows.splice(0, 1, [1, 'somebody else']), '5 processed, 3 matching, 1 mismatched, 0 extra left, 0 extra right'],
  ])('%s is found', async (_name, spoil, report) => {
    const left = [customer([]), corder([])]
    let clones = 0
    const table = left[0]!
    // The rows change after the offline pass, when the clone no longer looks at them.
    const rows = table.rows
    Object.defineProperty(table, 'rows', { get: () => rows, set: value => { rows.splice(0, rows.length, ...value) } })
    const { failure } = await split({
      source: source(), left, then: [diff],
      between: () => { if (clones++ === 0) spoil(rows) },
    })
    expect(failure).toMatch(`diff() failed: table customer has differences: DiffReport{${report}`)
  })

  test.each([
    [['SplitDiff', 'customer/0'], 'init() failed: shard customer/0 has no source shard'],
    [['SplitDiff', '-source_uid=7', 'customer/-80'], 'init() failed: shard customer/-80 has no source shard with UID 7'],
    [['SplitDiff', '-dest_tablet_type=master', 'customer/-80'], 'command SplitDiff invalid dest_tablet_type: master'],
    [['VerticalSplitDiff', 'customer/-80'], 'init() failed: keyspace customer has no KeyspaceServedFrom'],
  ])('%j: %s', async (line, message) => {
    expect((await split({ source: source(), then: [line] })).failure).toBe(message)
  })
})
