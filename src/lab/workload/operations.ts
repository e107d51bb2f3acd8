import { bug } from '../../base/index.ts'
import { valueText, type BindVariable, type BindVariables, type Row } from '../../sql/index.ts'
import type { Rng } from '../../sim/index.ts'
import type { ListOperation, OperationKind, RowRead, RowWrite } from '../check/index.ts'

/** One operation as a client means to send it: statements, and what they are to write. */
export interface Operation {
  readonly kind: OperationKind
  /** `@master`, `@replica` or `@rdonly`. */
  readonly target: string
  readonly statements: readonly Statement[]
}

export interface Statement {
  readonly sql: string
  readonly bindVariables: BindVariables
  readonly writes: readonly PlannedWrite[]
  /** What its answer tells of rows; without it, nothing. */
  readonly reads?: (rows: readonly Row[]) => readonly RowRead[]
  /** What it is to do to a list; of a read, without what was found. */
  readonly list?: ListOperation
}

export interface PlannedWrite extends RowWrite {
  readonly table: 'customer' | 'corder'
  /** The row's customer, when it is known. */
  readonly customerId: number | null
}

/** Rows that a client may touch: those that it knows to be there. */
export interface KnownRows {
  readonly customers: readonly number[]
  readonly orders: readonly { readonly orderId: number; readonly customerId: number }[]
}

/** Shares in a hundred. */
const mix: readonly (readonly [OperationKind, number])[] = [
  ['point-read', 30], ['update', 22], ['insert', 22], ['transaction', 10], ['multi-insert', 5], ['delete', 4],
  ['scatter-read', 7],
]
export const operationKinds: readonly OperationKind[] = mix.map(([kind]) => kind)

/** The index in `operationKinds` of a random kind. */
export function drawKind(rng: Rng): number {
  let rest = rng.below(100)
  for (let index = 0; index < mix.length; index++) {
    rest -= mix[index]![1]
    if (rest < 0) return index
  }
  return 0
}

/** `nextMark` gives a number that no other write of the run has. */
export function buildOperation(
  kind: OperationKind, rng: Rng, known: KnownRows, nextMark: () => number,
): Operation {
  const customerId = known.customers[rng.below(known.customers.length)]!
  const order = known.orders.length > 0 ? known.orders[rng.below(known.orders.length)]! : null
  switch (kind) {
    case 'point-read': return read(kind, rng.below(2) === 0 ? '@master' : '@replica', {
      sql: 'select email from customer where customer_id = :customer_id',
      bindVariables: { customer_id: int(customerId) },
      reads: ([row]) => [{ row: `customer/${customerId}`, mark: row === undefined ? null : textAt(row, 0) }],
    })
    case 'scatter-read': return read(kind, '@rdonly', {
      sql: 'select order_id, customer_id, price from corder', bindVariables: {},
      reads: rows => rows.map(row => ({ row: `corder/${textAt(row, 0)}`, mark: textAt(row, 2) })),
    })
    case 'list-transaction': throw bug('transactions on lists have no rows: see buildListTransaction')
    case 'insert': return write(
      kind, [rng.below(2) === 0 ? insertCustomers(1, nextMark) : insertOrder(customerId, nextMark)],
    )
    case 'multi-insert': return write(kind, [insertCustomers(rng.below(2) === 0 ? 2 : 3, nextMark)])
    case 'update': return write(kind, [order !== null && rng.below(2) === 0
      ? updateOrder(order, nextMark) : updateCustomer(customerId, nextMark)])
    case 'delete': return order === null ? write(
      'insert', [insertOrder(customerId, nextMark)],
    ) : write(kind, [deleteOrder(order)])
    case 'transaction': return write(
      kind, [insertOrder(customerId, nextMark), updateCustomer(customerId, nextMark)],
    )
  }
}

/**
 * One to four statements, each of which reads a list or appends to it an element that no other one does. Lists are
 * taken in the order of their numbers: nobody sees a deadlock between two shards, it would last until a timeout.
 */
export function buildListTransaction(rng: Rng, lists: number, nextElement: () => number): Operation {
  const ids = Array.from({ length: 1 + rng.below(4) }, () => 1 + rng.below(lists)).sort((a, b) => a - b)
  const statements = ids.map((id): Statement => {
    const key = String(id)
    if (rng.below(2) === 0) return {
      sql: 'select elements from lists where list_id = :list_id', bindVariables: { list_id: int(id) },
      writes: [], list: { kind: 'read', key, found: null },
    }
    const element = String(nextElement())
    return {
      sql: 'update lists set elements = concat(elements, :element) where list_id = :list_id',
      bindVariables: { element: text(`${element},`), list_id: int(id) }, writes: [],
      list: { kind: 'append', key, element },
    }
  })
  return { kind: 'list-transaction', target: '@master', statements }
}

/** `1,2,` → 1, 2. */
export function elementsOf(rows: readonly Row[]): readonly string[] | null {
  const [row] = rows
  return row === undefined ? null : textAt(row, 0).split(',').slice(0, -1)
}

function read(kind: OperationKind, target: string, statement: Omit<Statement, 'writes'>): Operation {
  const { sql, bindVariables, reads } = statement
  return { kind, target, statements: [{ sql, bindVariables, writes: [], reads }] }
}

function write(kind: OperationKind, statements: readonly Statement[]): Operation {
  return { kind, target: '@master', statements }
}

/** For one customer, for two, for three: the same text each time is found again sooner. */
const customerInserts = ['(:email0)', '(:email0), (:email1)', '(:email0), (:email1), (:email2)'].map(
  rows => `insert into customer(email) values ${rows}`)

function insertCustomers(count: 1 | 2 | 3, nextMark: () => number): Statement {
  const bindVariables: Record<string, BindVariable> = {}
  const writes: PlannedWrite[] = []
  for (let at = 0; at < count; at++) {
    const mark = email(nextMark())
    bindVariables[`email${at}`] = text(mark)
    writes.push({ table: 'customer', row: null, change: 'insert', mark, customerId: null })
  }
  return { sql: customerInserts[count - 1]!, bindVariables, writes }
}

function insertOrder(customerId: number, nextMark: () => number): Statement {
  const price = nextMark()
  return {
    sql: 'insert into corder(customer_id, sku, price) values (:customer_id, :sku, :price)',
    bindVariables: { customer_id: int(customerId), sku: text('SKU-1001'), price: int(price) },
    writes: [{ table: 'corder', row: null, change: 'insert', mark: String(price), customerId }],
  }
}

function updateCustomer(customerId: number, nextMark: () => number): Statement {
  const mark = email(nextMark())
  return {
    sql: 'update customer set email = :email where customer_id = :customer_id',
    bindVariables: { email: text(mark), customer_id: int(customerId) },
    writes: [{ table: 'customer', row: `customer/${customerId}`, change: 'update', mark, customerId }],
  }
}

function updateOrder(order: { orderId: number; customerId: number }, nextMark: () => number): Statement {
  const price = nextMark()
  return {
    sql: 'update corder set price = :price where customer_id = :customer_id and order_id = :order_id',
    bindVariables: { price: int(price), customer_id: int(order.customerId), order_id: int(order.orderId) },
    writes: [{
      table: 'corder', row: `corder/${order.orderId}`, change: 'update', mark: String(price),
      customerId: order.customerId,
    }],
  }
}

function deleteOrder(order: { orderId: number; customerId: number }): Statement {
  return {
    sql: 'delete from corder where customer_id = :customer_id and order_id = :order_id',
    bindVariables: { customer_id: int(order.customerId), order_id: int(order.orderId) },
    writes: [{
      table: 'corder', row: `corder/${order.orderId}`, change: 'delete', mark: '',
      customerId: order.customerId,
    }],
  }
}

function email(mark: number): string {
  return `w${mark}@domain.com`
}

function textAt(row: Row, at: number): string {
  return valueText(row[at] ?? null) ?? 'NULL'
}

function int(value: number): { type: 'INT64'; value: number } {
  return { type: 'INT64', value }
}

function text(value: string): { type: 'VARBINARY'; value: string } {
  return { type: 'VARBINARY', value }
}
