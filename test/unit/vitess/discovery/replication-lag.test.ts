import { describe, expect, test } from 'vitest'
import { Failure } from '../../../../src/sim/index.ts'
import {
  filterByReplicationLag, removeUnhealthyTablets, type TabletStats,
} from '../../../../src/vitess/discovery/index.ts'
import { fakeTablet } from '../../../support/fake-tablet.ts'

const hour = 3600

function tablet(lagS: number, more: Partial<TabletStats> = {}): TabletStats {
  const record = fakeTablet(100, 'REPLICA')
  return {
    key: `lag ${lagS}`, tablet: record, name: '', target: {
      keyspace: 'customer', shard: '0', tabletType: 'REPLICA',
    }, up: true,
    serving: true, tabletExternallyReparentedTimestampS: 0, lastError: null,
    stats: {
      healthError: '', secondsBehindMaster: lagS, binlogPlayersCount: 0,
      secondsBehindMasterFilteredReplication: 0, qps: 0,
    },
    ...more,
  }
}

const lags = (tablets: readonly TabletStats[]): number[] =>
  tablets.map(({ stats }) => stats!.secondsBehindMaster)

describe('which replicas are worth sending queries to', () => {
  // The first rows are those of Vitess's own comments and tests.
  test.each([
    [[], []],
    [[9 * hour], [9 * hour]],
    [[5, 10, 15, 30], [5, 10, 15, 30]],
    [[5, 10, 15, 120], [5, 10, 15]],
    [[1800, 2100, 2400, 2700], [1800, 2100, 2400, 2700]],
    [[1, 2, 3, 300, 400], [1, 2, 3]],
    [[1, 9 * hour], [1]],
    [[3 * hour, 30 * hour], [3 * hour, 30 * hour]],
    [[60, 600], [60, 600]],
  ])('lags %j: %j', (given, expected) => {
    expect(lags(filterByReplicationLag(given.map((lag) => tablet(lag))))).toEqual(expected)
  })

  test('one that does not serve, has an error or has never spoken is none of them', () => {
    const bad = [
      tablet(1, { serving: false }), tablet(2, { lastError: new Failure('UNKNOWN', 'x') }),
      tablet(3, { stats: null }), tablet(4),
    ]
    expect(lags(filterByReplicationLag(bad))).toEqual([4])
  })
})

test('for vtworker and streams a tablet need not serve, but must be well', () => {
  const all = [
    tablet(1, { serving: false }), tablet(31), tablet(2, { lastError: new Failure('UNKNOWN', 'x') }),
    tablet(3, { stats: null }), tablet(30),
  ]
  expect(lags(removeUnhealthyTablets(all))).toEqual([1, 30])
})
