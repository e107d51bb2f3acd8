/**
 * alasql, the relational executor, behind the few calls that we make.
 *
 * It is given a tree that we build: sources by number (`s0`, `s1`), and in every place where an expression stands one of
 * our own nodes, whose JavaScript is a call into the running join. It never sees a client's text or names, and it holds
 * no tables: each source is fed with rows for each run. So none of its semantics, caches or parsers can reach a user.
 */
import { assert } from '../../base/index.ts'
import type { Row } from '../../sql/index.ts'

/** What alasql calls while it joins. `scope` holds the row of each source that was chosen so far, by name. */
export interface JoinCalls {
  /** Whether a source's row fits those before it. */
  on(source: number, scope: JoinScope): boolean
  /** Keys that are equal where the rows fit. */
  leftKey(source: number, scope: JoinScope): string
  rightKey(source: number, row: Row): string
  where(scope: JoinScope): boolean
  /** What becomes of a joined row, without grouping. */
  row(scope: JoinScope): unknown
  groupKey(scope: JoinScope): string
  member(scope: JoinScope): GroupMember
}

export type JoinScope = Readonly<Record<string, Row | Record<string, never>>>

/** A joined row on its way into its group. */
export interface GroupMember {
  begin(): unknown
  addTo(group: unknown): void
}

export interface JoinShape {
  /** By source; the first one's is not looked at. */
  readonly steps: readonly { readonly mode: 'inner' | 'left'; readonly on: 'keys' | 'condition' | 'none' }[]
  readonly hasWhere: boolean
  readonly isGrouped: boolean
}

/** A join compiled by alasql: feeds it the rows of each source, gives what `row` made, or the groups. */
export type CompiledJoin = (calls: JoinCalls, sources: readonly (readonly Row[])[]) => readonly unknown[]

interface Alasql {
  /** The classes of its trees. */
  readonly yy: Readonly<Record<'Table' | 'Join' | 'Op' | 'Select' | 'AggrValue', new (parts: object) => object>>
  readonly Database: new (name: string) => { tables: Record<string, object> }
  readonly Table: new (parts: object) => Record<string, unknown>
  readonly aggr: Record<string, (member: GroupMember | undefined, group: unknown, stage: 1 | 2 | 3) => unknown>
  readonly options: Record<string, unknown>
}

interface CompiledSelect {
  (params: JoinCalls): readonly { readonly c0: unknown }[]
  readonly query: { readonly sources: { datafn: DataFunction }[] }
}

type DataFunction = (
  query: unknown, params: unknown, done: (rows: readonly Row[], source: number, query: unknown) => unknown, source: number,
) => unknown

const DATABASE = 'vtsim'
const TABLE = 'rows'
const AGGREGATE = 'VTSIM_GROUP'

let engine: Alasql | null = null
let provider: (() => unknown) | null = null

/**
 * Says how to get alasql at the moment when a statement first needs it. Loading it takes a tenth of a second, and most
 * runs join nothing; but inside a world nothing may be awaited that is not simulated, so this way must not wait. The last
 * way that was given counts.
 */
export function provideRelationalEngine(load: () => unknown): void {
  provider = load
  engine = null
}

/** Makes sure, before a world begins, that joins can run: loads alasql, unless a way to it was provided. */
export async function loadRelationalEngine(): Promise<void> {
  if (engine !== null || provider !== null) return
  engine = prepared((await import('alasql') as { default: unknown }).default)
}

function relationalEngine(): Alasql {
  if (engine === null) {
    assert(provider !== null, 'loadRelationalEngine() must be awaited before a world begins')
    engine = prepared(provider())
  }
  return engine
}

/** No caches, one table that stands for all, and one aggregate: the group that rows are added to. */
function prepared(module: unknown): Alasql {
  const alasql = module as Alasql
  alasql.options.cache = false
  alasql.options.autocommit = false
  const table = new alasql.Table({ columns: [] })
  // It keeps the index of a join for the next one, unless the table is dirty.
  table.dirty = true
  table.indices = {}
  new alasql.Database(DATABASE).tables[TABLE] = table
  alasql.aggr[AGGREGATE] = (member, group, stage) => {
    if (stage === 1) return member!.begin()
    if (stage === 2) member!.addTo(group)
    return group
  }
  return alasql
}

/** An expression of ours in a tree of alasql's. */
class CallNode {
  constructor(private readonly javascript: string) {}

  toJS(): string {
    return this.javascript
  }

  toString(): string {
    return this.javascript
  }

  toType(): string {
    return 'unknown'
  }

  findAggregator(): void {
    // There is none inside: an expression of ours is whole.
  }
}

export function compileRelational(shape: JoinShape): CompiledJoin {
  const { yy } = relationalEngine()
  const sourceTable = (source: number): object => new yy.Table({ tableid: TABLE, as: `s${source}` })
  const joins = shape.steps.slice(1).map(({ mode, on }, i) => new yy.Join({
    joinmode: mode === 'left' ? 'LEFT' : 'INNER', table: sourceTable(i + 1), as: `s${i + 1}`, on: onNode(i + 1, on),
  }))
  const result = shape.isGrouped
    ? new yy.AggrValue({ aggregatorid: 'REDUCE', funcid: AGGREGATE, expression: new CallNode('params.member(p)') })
    : new CallNode('params.row(p)')
  const select = new yy.Select({
    columns: [Object.assign(result, { as: 'c0' })],
    from: [sourceTable(0)],
    joins,
    modifier: undefined,
    ...(shape.hasWhere ? { where: new CallNode('params.where(p)') } : {}),
    ...(shape.isGrouped ? { group: [Object.assign(new CallNode('params.groupKey(p)'), { columnid: 'g0' })] } : {}),
  }) as { compile(database: string): CompiledSelect }
  const compiled = select.compile(DATABASE)
  return (calls, sources) => {
    compiled.query.sources.forEach((source, i) => {
      source.datafn = (query, _params, done, index) => done(sources[i]!, index, query)
    })
    return compiled(calls).map((row) => row.c0).filter((row) => row !== undefined)
  }
}

/** The condition of a join: keys that are equal, which alasql looks up by hash, or any condition, which it tries. */
function onNode(source: number, on: 'keys' | 'condition' | 'none'): object | undefined {
  if (on === 'none') return undefined
  if (on === 'condition') return new CallNode(`params.on(${source},p)`)
  const left = new CallNode(`params.leftKey(${source},p)`)
  // alasql sees by this text that the right side is about this source alone.
  const right = new CallNode(`params.rightKey(${source},p['s${source}'])`)
  return new (relationalEngine().yy.Op)({ op: '=', left, right })
}
