import { expect, test } from 'vitest'
import { keyspacePath, shardOf, shardPath, shardReplicationPath, srvKeyspacePath } from '../../../../src/vitess/topo/index.ts'

test.each([
  [shardPath('customer', '-80'), 'customer/-80'], [shardPath('k', '0'), 'k/0'], [shardReplicationPath('customer', '-80'), null],
  [keyspacePath('customer'), null], [srvKeyspacePath('customer'), null], [`${shardPath('customer', '-80')}/x`, null],
])('%s is the record of shard %s', (path, shard) => expect(shardOf(path)).toBe(shard))
