import type { Canary } from './canary.ts'

const failover = 'explore/failover'
const transactions = 'explore/transactions'
/** Not `doubled`: an append that comes twice is done twice, and this workload has no way to tell. */
const faults = ['crash', 'stall', 'slow', 'slow-commit', 'lost'] as const

/** Mutants of the database servers: locks, transactions, semi-sync, recovery, sequences. */
export const mysql: readonly Canary[] = [
  {
    name: 'acknowledged-by-anybody', scenario: 'explore/emergency', strategy: 'random', faults: ['slow', 'slow-commit', 'replication-lag'], skip: 'emergency-reparent-shard/check-most-advanced', breaks: 'semi-sync: tablets acknowledge that can never become master',
    edits: [{ file: 'src/vitess/vttablet/tabletmanager/semi-sync.ts', from: "type === 'MASTER' || type === 'REPLICA'", to: "type !== 'UNKNOWN'" }],
    finds: ['acks-survive-failover', 'acked-writes-survive', 'reads-are-linearizable'],
  },
  {
    name: 'promoted-unfinished', scenario: failover, breaks: 'a new master does not wait until it has what the old one had',
    edits: [{ file: 'src/vitess/vttablet/tabletmanager/reparent-actions.ts', from: '  await agent.mysql.waitMasterPos(ctx, position)\n', to: '  agent.slaveStopped()\n' }],
    finds: ['acks-survive-failover', 'acked-writes-survive', 'reads-are-linearizable', 'sequences-never-repeat'],
  },
  {
    name: 'demoted-and-writing', quick: true, scenario: failover, breaks: 'a demoted master says where it stands while it goes on serving',
    edits: [
      { file: 'src/vitess/vttablet/tabletmanager/reparent-actions.ts', from: "await server.setServingType(ctx.background(), tablet.type, false, 'DemoteMaster')", to: 'void server' },
      { file: 'src/vitess/vttablet/tabletmanager/reparent-actions.ts', from: 'await mysql.setReadOnly(ctx, true)', to: 'void mysql' },
    ],
    finds: ['acks-survive-failover', 'acked-writes-survive', 'reads-are-linearizable', 'sequences-never-repeat', 'commits-are-whole'],
  },
  {
    name: 'locks-for-show', quick: true, scenario: transactions, faults, breaks: 'two transactions may lock the same row',
    edits: [{ file: 'src/mysql/transaction/row-locks.ts', from: `      if (lock === owner) return
      throw new LockConflict(lock)`, to: '      return' }],
    finds: ['transactions-are-isolated'],
  },
  {
    name: 'rollback-keeps-the-rows', scenario: transactions, faults, breaks: 'what was rolled back stays visible on its server',
    edits: [{ file: 'src/mysql/server/commit.ts', from: `export function rollback(ctx: Ctx, server: MysqlServer, owner: LockOwner): void {
`, to: `export function rollback(ctx: Ctx, server: MysqlServer, owner: LockOwner): void {
  owner.transaction?.apply()
` }],
    finds: ['transactions-are-isolated'],
  },
  {
    name: 'locks-end-before-the-commit', scenario: transactions, faults, breaks: 'locks are released when the commit begins',
    edits: [{ file: 'src/mysql/server/commit.ts', from: '  owner.committing = true\n', to: '  owner.committing = true\n  server.locks.release(safe, owner)\n' }],
    finds: ['transactions-are-isolated'],
  },
  {
    name: 'commit-forgotten-in-a-crash', scenario: 'power-cut',
    breaks: 'a crash takes back the last commit, which was never synced',
    edits: [
      { file: 'src/mysql/server/commit.ts', from: '  transaction.apply()\n  if (written', to: `  server.disk.unsynced = transaction.changes.map(({ table }) => ({ table, data: table.data }))
  transaction.apply()
  if (written` },
      { file: 'src/mysql/server/disk.ts', from: '  lastConnectionId = 0\n', to: '  lastConnectionId = 0\n  unsynced: { table: Table; data: Table["data"] }[] = []\n' },
      { file: 'src/mysql/server/disk.ts', from: '  recover(): void {\n', to: '  recover(): void {\n    for (const { table, data } of this.unsynced) table.data = data\n' },
    ],
    finds: ['transactions-are-isolated', 'acked-writes-survive'],
  },
  {
    name: 'block-without-a-row', scenario: failover, breaks: 'a sequence gives out more values than it has reserved',
    edits: [{ file: 'src/vitess/vttablet/tabletserver/sequence.ts', from: 'sequence.next !== 0 && sequence.next + count <= sequence.last', to: 'sequence.next !== 0 && sequence.next + count <= sequence.last + 5' }],
    finds: ['sequences-never-repeat', 'acked-writes-survive', 'reads-are-linearizable'],
  },
]
