import type { Row, Value } from '../../sql/index.ts'
import type { Environment, Rows } from '../expressions/index.ts'
import type { IndexSchema, TableSchema } from '../storage/table-schema.ts'
import { columnValueType, groupingKey, orderingFor } from '../values/index.ts'
import { type IndexRange, type TableView, wholeTable } from './access-path.ts'
import type { BoundSign, Predicate } from './predicates.ts'

/** How the rows of one table that a condition may want are found. The condition itself is asked again for each row. */
export interface TableAccess {
  /** The index it goes by, or -1 for the whole table. */
  readonly index: number
  /** How many of the index's columns are given by `=`: rows come in the order of those that follow. */
  readonly equalities: number
  /** Sources whose rows must be there first. */
  readonly reads: number
  /** Set if all columns of the primary key are given by `=`: the key, or null if no row can match. */
  readonly key: ((rows: Rows, env: Environment) => readonly Value[] | null) | null
  /** The parts of the index to look at, in its order; none if no row can match. */
  ranges(rows: Rows, env: Environment, descending: boolean): readonly IndexRange[]
}

/** An order that is wanted: columns of the table, all in one direction. */
export interface WantedOrder { readonly columns: readonly number[]; readonly descending: boolean }

/** No more lookups than this for combinations of INs; beyond it the first columns must do. */
const COMBINATIONS_MAX = 10_000

interface Candidate {
  readonly index: number
  readonly prefix: readonly Predicate[]
  readonly bounds: readonly Predicate[]
  readonly score: number
}

/** Chooses an index: the one whose first columns are known best; then one that gives the wanted order. */
export function chooseAccess(
  schema: TableSchema, predicates: readonly Predicate[], wanted: WantedOrder | null,
): TableAccess {
  let best: Candidate | null = null
  schema.indexes.forEach((index, place) => {
    // A prefix of a column does not order the column.
    if (index.lengths.some((length) => length !== null)) return
    const candidate = candidateFor(schema, index, place, predicates, wanted)
    if (candidate.score > (best?.score ?? 0)) best = candidate
  })
  return best === null ? fullAccess : accessBy(schema, best)
}

/** Whether the rows of an access come in an order. */
export function givesOrder(schema: TableSchema, access: TableAccess, wanted: WantedOrder): boolean {
  const columns = access.index < 0 ? schema.primaryKey?.columns ?? [] : schema.indexes[access.index]!.columns
  return isInOrder(columns, access.equalities, wanted.columns)
}

function isInOrder(columns: readonly number[], fixed: number, wanted: readonly number[]): boolean {
  // A column that is the same in all rows does not matter.
  let at = 0
  for (const column of wanted) {
    if (columns.slice(0, fixed).includes(column)) continue
    at = Math.max(at, fixed)
    if (columns[at] !== column) return false
    at++
  }
  return true
}

const fullAccess: TableAccess = Object.freeze({
  index: -1, equalities: 0, reads: 0, key: null,
  ranges: (_rows: Rows, _env: Environment, descending: boolean) => descending ? wholeBackwards : whole,
})
const whole: readonly IndexRange[] = Object.freeze([wholeTable])
const wholeBackwards: readonly IndexRange[] = Object.freeze([Object.freeze({ ...wholeTable, descending: true })])

function candidateFor(
  schema: TableSchema, index: IndexSchema, place: number, predicates: readonly Predicate[], wanted: WantedOrder | null,
): Candidate {
  const prefix: Predicate[] = []
  for (const column of index.columns) {
    const equal = predicates.find((predicate) => predicate.column === column && predicate.sign === '=')
      ?? predicates.find((predicate) => predicate.column === column && predicate.sign === 'in')
    if (equal === undefined) break
    prefix.push(equal)
  }
  const next = index.columns[prefix.length]
  const bounds = predicates.filter(({ column, sign }) => column === next && sign !== '=' && sign !== 'in')
  const fixed = leadingEqualities(prefix)
  const isOrdered = wanted !== null && isInOrder(index.columns, fixed, wanted.columns)
  const isUnique = index.kind !== 'key' && prefix.length === index.columns.length
  const isPrimary = index === schema.primaryKey
  let score = prefix.length * 100 + (bounds.length > 0 ? 50 : 0) + (isUnique ? 1000 : 0)
  // An order alone makes an index worth reading, if it saves a sort.
  if (isOrdered && (score > 0 || wanted.columns.length > 0)) score += 20
  return { index: place, prefix, bounds, score: score === 0 ? 0 : score + (isPrimary ? 10 : 0) }
}

function leadingEqualities(prefix: readonly Predicate[]): number {
  const other = prefix.findIndex((predicate) => predicate.sign !== '=')
  return other < 0 ? prefix.length : other
}

function accessBy(schema: TableSchema, { index, prefix, bounds }: Candidate): TableAccess {
  const { columns, kind } = schema.indexes[index]!
  const isKey = kind === 'primary' && leadingEqualities(prefix) === columns.length
  const reads = [...prefix, ...bounds].reduce((bits, predicate) => bits | predicate.reads, 0)
  const orders = prefix.map((_, i) => keyOrder(schema, columns[i]!))
  return {
    index, reads,
    equalities: leadingEqualities(prefix),
    key: isKey ? primaryKeyOf(prefix) : null,
    ranges: (rows, env, descending) => {
      let keys: readonly (readonly Value[])[] = [[]]
      for (let i = 0; i < prefix.length; i++) {
        const values = prefix[i]!.values(rows, env) ?? []
        if (values.length === 0) return []
        if (keys.length * values.length > COMBINATIONS_MAX) return rangesOf(index, keys, ANY, descending)
        const sorted = values.length === 1 ? values : orders[i]!(values)
        keys = keys.length === 1 && sorted.length === 1
          ? [[...keys[0]!, sorted[0]!]] : keys.flatMap((key) => sorted.map((value) => [...key, value]))
      }
      const ends = boundsOf(bounds, rows, env)
      if (ends === null) return []
      return rangesOf(index, keys, ends, descending)
    },
  }
}

function primaryKeyOf(prefix: readonly Predicate[]): NonNullable<TableAccess['key']> {
  const only = prefix.length === 1 ? prefix[0]! : null
  if (only !== null) {
    return (rows, env) => {
      const values = only.values(rows, env)
      return values === undefined || values.length === 0 ? null : values
    }
  }
  return (rows, env) => {
    const key: Value[] = []
    for (const predicate of prefix) {
      const value = predicate.values(rows, env)?.[0]
      if (value === undefined) return null
      key.push(value)
    }
    return key
  }
}

/** The members of an IN in the order of the index, each once. */
function keyOrder(schema: TableSchema, column: number): (values: readonly Value[]) => readonly Value[] {
  const type = columnValueType(schema.columns[column]!)
  const [compare, keyOf] = [orderingFor(type), groupingKey(type)]
  return (values) => {
    const different = new Map(values.map((value) => [keyOf(value), value]))
    return [...different.values()].sort(compare)
  }
}

interface Ends { low: { value: Value; inclusive: boolean } | null; high: { value: Value; inclusive: boolean } | null }

const ANY: Ends = { low: null, high: null }

/** The tightest is left to the condition: the last of several bounds counts. Null if none can be met. */
function boundsOf(bounds: readonly Predicate[], rows: Rows, env: Environment): Ends | null {
  const ends: Ends = { low: null, high: null }
  for (const { sign, values } of bounds) {
    const found = values(rows, env)
    if (found === undefined) continue
    if (found.length === 0) return null
    setEnd(ends, sign as BoundSign, found[0]!)
  }
  return ends
}

function setEnd(ends: Ends, sign: BoundSign, value: Value): void {
  const inclusive = sign === '>=' || sign === '<='
  if (sign === '>' || sign === '>=') ends.low = { value, inclusive }
  else ends.high = { value, inclusive }
}

function rangesOf(
  index: number, keys: readonly (readonly Value[])[], ends: Ends, descending: boolean,
): readonly IndexRange[] {
  const ranges = keys.map((key) => rangeOf(index, key, ends, descending))
  return descending ? ranges.reverse() : ranges
}

function rangeOf(index: number, key: readonly Value[], { low, high }: Ends, descending: boolean): IndexRange {
  const all = key.length === 0 ? null : { values: key, inclusive: true }
  return {
    index,
    from: low === null ? all : { values: [...key, low.value], inclusive: low.inclusive },
    to: high === null ? all : { values: [...key, high.value], inclusive: high.inclusive },
    descending,
  }
}

/** Shows the rows of an access until `visit` says that it has seen enough. */
export function readRows(
  view: TableView, ranges: readonly IndexRange[], visit: (row: Row) => boolean | void,
): void {
  let done = false
  const each = (row: Row): boolean | void => {
    if (visit(row) === true) return done = true
  }
  for (const range of ranges) {
    view.scan(range, each)
    if (done) return
  }
}
