import { Failure } from '../../../sim/index.ts'

/**
 * The tables that this tablet must not answer for any more: their control in the shard record. An entry is a
 * name or a `/regular expression/`. Source: go/vt/vttablet/tabletmanager/state_change.go loadBlacklistRules.
 */
export class BlacklistRule {
  private readonly names: ReadonlySet<string>
  private readonly patterns: readonly RegExp[]

  constructor(readonly tables: readonly string[]) {
    this.names = new Set(tables.filter(table => !isPattern(table)))
    this.patterns = tables.filter(isPattern).map(table => new RegExp(table.slice(1, -1)))
  }

  matches(table: string): boolean {
    return this.names.has(table) || this.patterns.some(pattern => pattern.test(table))
  }

  /** Fails for a statement that names such a table. */
  check(tables: readonly string[]): void {
    if (this.tables.length === 0 || !tables.some(table => this.matches(table))) return
    throw new Failure('FAILED_PRECONDITION', 'disallowed due to rule: enforce blacklisted tables',
      { definite: true })
  }
}

export const noBlacklist = new BlacklistRule([])

function isPattern(table: string): boolean {
  return table.length > 1 && table.startsWith('/') && table.endsWith('/')
}
