import { describe, expect, test } from 'vitest'
import { Failure, type Ctx } from '../../../../../src/sim/index.ts'
import type { TabletStats } from '../../../../../src/vitess/discovery/index.ts'
import {
  Buffer, bufferMode, causedByFailover, defaultBuffer, verifyBufferSpec, type BufferSpec,
} from '../../../../../src/vitess/vtgate/buffer/index.ts'
import { fakeTablet } from '../../../../support/fake-tablet.ts'
import { valueInWorld } from '../../../../support/world.ts'

const on: BufferSpec = { ...defaultBuffer, enabled: true }
const refusal = new Failure('FAILED_PRECONDITION', 'operation not allowed in state NOT_SERVING')

const masterReport = (uid: number, timestampS: number): TabletStats => ({
  key: String(uid), tablet: fakeTablet(uid, 'MASTER'), name: '',
  target: { keyspace: 'customer', shard: '0', tabletType: 'MASTER' }, up: true, serving: true,
  tabletExternallyReparentedTimestampS: timestampS, stats: null, lastError: null,
})

/** One request that failed: what became of it, and when. Its retry takes `retryMs`. */
function request(
  buffer: Buffer, log: string[], name: string,
  { shard = '0', failure = refusal, retryMs = 1 }: { shard?: string; failure?: Failure | null; retryMs?: number } = {},
) {
  return async (ctx: Ctx): Promise<void> => {
    const at = () => `${name} at ${Math.round(ctx.nowMs)}`
    try {
      const retryDone = await buffer.waitForFailoverEnd(ctx, 'customer', shard, failure)
      log.push(`${at()}: ${retryDone === null ? 'passed' : 'retried'}`)
      await ctx.sleep(retryMs)
      retryDone?.(ctx)
    } catch (error) {
      log.push(`${at()}: ${(error as Failure).message}`)
    }
  }
}

/** Runs steps against one buffer and gives back what the requests said. */
async function scene(
  spec: BufferSpec, body: (ctx: Ctx, buffer: Buffer, log: string[]) => Promise<void>,
): Promise<string[]> {
  const log: string[] = []
  await valueInWorld(async (ctx) => {
    const buffer = new Buffer(spec)
    buffer.statsUpdate(ctx, masterReport(100, 1))
    await body(ctx, buffer, log)
  })
  return log
}

describe('the state machine', () => {
  test('off by default: everything passes', async () => {
    expect(await scene(defaultBuffer, async (ctx, buffer, log) => {
      await request(buffer, log, 'a')(ctx)
      expect(buffer.letsPass('customer', '0')).toBe(true)
    })).toEqual(['a at 0: passed'])
  })

  test('a newer master lets requests go, one by one, in their order', async () => {
    expect(await scene(on, async (ctx, buffer, log) => {
      await ctx.all([
        request(buffer, log, 'a', { retryMs: 100 }),
        async (inner) => { await inner.sleep(
          10
        ); await request(buffer, log, 'b', { failure: null, retryMs: 100 })(inner) },
        async (inner) => { await inner.sleep(20); await request(buffer, log, 'c', { failure: null })(inner) },
        async (inner) => { await inner.sleep(1_000); buffer.statsUpdate(inner, masterReport(101, 2)) },
      ])
    })).toEqual(['a at 1000: retried', 'b at 1100: retried', 'c at 1200: retried'])
  })

  test('a request without a failure is held back only while buffering', async () => {
    expect(await scene(on, async (ctx, buffer, log) => {
      await request(buffer, log, 'before', { failure: null })(ctx)
      ctx.spawn('failed', request(buffer, log, 'failed'))
      await ctx.sleep(100)
      expect(buffer.letsPass('customer', '0')).toBe(false)
      expect(buffer.letsPass('customer', '-80')).toBe(true)
      await request(buffer, log, 'other shard', { failure: null, shard: '-80' })(ctx)
      buffer.statsUpdate(ctx, masterReport(101, 2))
      await request(buffer, log, 'draining', { failure: null })(ctx)
    })).toEqual([
      'before at 0: passed', 'other shard at 101: passed', 'draining at 102: passed',
      'failed at 102: retried',
    ])
  })

  test('without a newer master each request goes after the window, and all after the longest failover', async () => {
    expect(await scene(on, async (ctx, buffer, log) => {
      await ctx.all([
        request(buffer, log, 'a'),
        async (inner) => { await inner.sleep(
          15_000
        ); await request(buffer, log, 'b', { failure: null })(inner) },
        async (inner) => { await inner.sleep(25_000); await request(buffer, log, 'too soon')(inner) },
        async (inner) => { await inner.sleep(85_000); await request(buffer, log, 'again')(inner) },
      ])
    })).toEqual([
      'a at 10000: retried', 'b at 20000: retried', 'too soon at 25000: passed', 'again at 95000: retried',
    ])
  })

  test('a full buffer evicts the oldest of the same shard, or refuses', async () => {
    expect(await scene({ ...on, size: 1 }, async (ctx, buffer, log) => {
      await ctx.all([
        request(buffer, log, 'a'),
        async (inner) => { await inner.sleep(10); await request(buffer, log, 'b', { failure: null })(inner) },
        async (inner) => { await inner.sleep(20); await request(buffer, log, 'c', { shard: '-80' })(inner) },
        async (inner) => { await inner.sleep(1_000); buffer.statsUpdate(inner, masterReport(101, 2)) },
      ])
    })).toEqual([
      'a at 10: buffer full: request evicted for newer request', 'c at 20: master buffer is full',
      'b at 1000: retried',
    ])
  })

  test('a slot is free again after the retry', async () => {
    expect(await scene({ ...on, size: 1 }, async (ctx, buffer, log) => {
      await ctx.all([
        request(buffer, log, 'a', { retryMs: 5_000 }),
        async (inner) => { await inner.sleep(
          12_000
        ); await request(buffer, log, 'b', { shard: '-80' })(inner) },
        async (inner) => { await inner.sleep(
          16_000
        ); await request(buffer, log, 'c', { shard: '-80' })(inner) },
      ])
    })).toEqual(['a at 10000: retried', 'b at 12000: master buffer is full', 'c at 26000: retried'])
  })

  test('a reparent that was not buffered forbids buffering for a minute', async () => {
    expect(await scene(on, async (ctx, buffer, log) => {
      buffer.statsUpdate(ctx, masterReport(101, 2))
      await ctx.sleep(59_000)
      await request(buffer, log, 'a')(ctx)
      await ctx.sleep(2_000)
      await request(buffer, log, 'b')(ctx)
    })).toEqual(['a at 59000: passed', 'b at 71001: retried'])
  })

  test('who gives up leaves the queue', async () => {
    expect(await scene({ ...on, size: 1 }, async (ctx, buffer, log) => {
      await ctx.timeout(500, request(buffer, log, 'impatient')).then(undefined, () => undefined)
      await request(buffer, log, 'next', { failure: null })(ctx)
    })).toEqual([
      'impatient at 500: context was canceled before failover finished (context deadline exceeded)',
      'next at 10500: retried',
    ])
  })

  test('a dry run holds nothing back', async () => {
    expect(await scene({ ...defaultBuffer, dryRun: true }, async (ctx, buffer, log) => {
      await request(buffer, log, 'a')(ctx)
      await request(buffer, log, 'b', { failure: null })(ctx)
    })).toEqual(['a at 0: passed', 'b at 1: passed'])
  })
})

test.each([
  ['FAILED_PRECONDITION', 'target: x: operation not allowed in state SHUTTING_DOWN', true],
  ['INTERNAL', 'failover in progress (errno 1227) (sqlstate 42000)', true],
  ['UNAVAILABLE', 'operation not allowed in state NOT_SERVING', false],
  ['FAILED_PRECONDITION', 'invalid tablet type: REPLICA, want: MASTER', false],
] as const)('%s %s looks like a failover: %s', (code, message, expected) => {
  expect(causedByFailover(new Failure(code, message))).toBe(expected)
})

test.each([
  [{ windowMs: 500 }, '-buffer_window must be >= 1s (specified value: 500ms)'],
  [{ windowMs: 30_000 }, '-buffer_window must be <= -buffer_max_failover_duration: 30s vs. 20s'],
  [{ size: 0 }, '-buffer_size must be >= 1 (specified value: 0)'],
  [{
    minTimeBetweenFailoversMs: 30_000,
  }, '-buffer_min_time_between_failovers should be at least twice the length of ' +
    '-buffer_max_failover_duration: 30s vs. 20s'],
  [{ drainConcurrency: 0 }, '-buffer_drain_concurrency must be >= 1 (specified value: 0)'],
  [{
    enabled: false, keyspaceShards: ['a'],
  }, '-buffer_keyspace_shards=a also requires that -enable_buffer is set'],
])('flags %j are refused', (flags, message) => {
  expect(() => verifyBufferSpec({ ...on, ...flags })).toThrow(message)
})

test('a list of shards limits what is buffered', () => {
  const spec: BufferSpec = { ...on, keyspaceShards: ['customer/0', 'commerce'] }
  expect([['customer', '0'], ['customer', '-80'], ['commerce', '0']].map(([keyspace, shard]) =>
    bufferMode(spec, keyspace!, shard!)))
    .toEqual(['enabled', 'disabled', 'enabled'])
})
