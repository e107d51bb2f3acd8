import {
  commentDirectives, normalize, splitMarginComments, type BindVariables, type MarginComments, type Statement,
} from '../../sql/index.ts'
import { buildVSchema, destinationString, type VSchema } from '../keys/index.ts'
import type { SrvVSchema } from '../wire/index.ts'
import { planNeeds, type PlanNeeds, type Primitive } from './engine/primitive.ts'
import { buildPlan, rewriteSessionFunctions, type PlanContext } from './planner/index.ts'
import type { SessionTarget } from './target.ts'

/** A plan and what the session has to give it. */
export interface CachedPlan { readonly instructions: Primitive; readonly needs: PlanNeeds }

/** A statement text, ready to be executed: its plan, and its literals as bind variables. */
export interface PreparedStatement {
  readonly plan: CachedPlan
  /** The names of the client's own bind variables, which the names of the literals had to differ from. */
  readonly given: readonly string[]
  readonly literals: BindVariables
  readonly comments: MarginComments
}

const plansMax = 10_000
const textsMax = 10_000
const schemasMax = 32

/**
 * A VSchema with all plans that were made for it. Worlds with the same VSchema share one: a plan has nothing
 * of its world in it. Source: executor.go getPlan; the cache of a vtgate is dropped with its VSchema.
 */
export class PlannedVSchema {
  private static readonly known = new Map<string, PlannedVSchema>()
  private readonly plans = new Map<string, CachedPlan>()
  /** By target, then by text. */
  private readonly texts = new Map<string, Map<string, PreparedStatement>>()

  private constructor(readonly vschema: VSchema) {}

  /** The one for these contents. Known by the whole text, never by a hash of it. */
  static of(source: SrvVSchema, files: ReadonlyMap<string, string>): PlannedVSchema {
    const key = JSON.stringify([source, [...files]])
    let planned = PlannedVSchema.known.get(key)
    if (planned === undefined) {
      planned = new PlannedVSchema(buildVSchema(source, { files }))
      if (PlannedVSchema.known.size >= schemasMax) {
        PlannedVSchema.known.delete([...PlannedVSchema.known.keys()][0]!)
      }
      PlannedVSchema.known.set(key, planned)
    }
    return planned
  }

  /**
   * The plan of a text; `given` are the client's own bind variables. The second time it takes two look-ups.
   */
  prepare(
    sql: string, target: SessionTarget, given: BindVariables, context: () => PlanContext,
  ): PreparedStatement {
    const texts = this.textsOf(target)
    const known = texts.get(sql)
    if (known !== undefined && hasNames(given, known.given)) return known
    const { query, comments } = splitMarginComments(sql)
    const { statement, sql: normalized, bindVariables } = normalize(query, given)
    const names = Object.keys(given)
    const literals = names.length === 0 ? bindVariables
      : Object.fromEntries(Object.entries(bindVariables).filter(([name]) => !Object.hasOwn(given, name)))
    const plan = this.plan(`${targetKey(target)}:${normalized}`, statement, context)
    const prepared: PreparedStatement = { plan, given: names, literals, comments }
    if (skipsCache(statement)) return prepared
    if (texts.size >= textsMax) texts.clear()
    texts.set(sql, prepared)
    return prepared
  }

  private textsOf(target: SessionTarget): Map<string, PreparedStatement> {
    const key = targetKey(target)
    let texts = this.texts.get(key)
    if (texts === undefined) this.texts.set(key, texts = new Map())
    return texts
  }

  private plan(key: string, statement: Statement, context: () => PlanContext): CachedPlan {
    const known = this.plans.get(key)
    if (known !== undefined) return known
    const { statement: rewritten, needs } = rewriteSessionFunctions(statement)
    const plan: CachedPlan = { instructions: buildPlan(context(), rewritten), needs: planNeeds(needs) }
    if (skipsCache(statement)) return plan
    if (this.plans.size >= plansMax) this.plans.clear()
    this.plans.set(key, plan)
    return plan
  }
}

const targetKeys = new WeakMap<SessionTarget, string>()

/** `customer@REPLICA`, with the destination if there is one. Source: vcursor_impl.go planPrefixKey. */
function targetKey(target: SessionTarget): string {
  let key = targetKeys.get(target)
  if (key === undefined) {
    const { keyspace, tabletType, destination } = target
    key = `${keyspace}@${tabletType}${destination === null ? '' : destinationString(destination)}`
    targetKeys.set(target, key)
  }
  return key
}

function hasNames(given: BindVariables, names: readonly string[]): boolean {
  let count = 0
  for (const name in given) {
    count += 1
    if (!names.includes(name)) return false
  }
  return count === names.length
}

function skipsCache(statement: Statement): boolean {
  const comments = 'comments' in statement ? statement.comments : []
  if (comments.length === 0) return false
  const directive = commentDirectives(comments).get('SKIP_QUERY_PLAN_CACHE')
  return directive === true || directive === 1
}
