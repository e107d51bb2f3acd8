/**
 * # Linearizability: did each operation happen at one moment between its call and its answer?
 *
 * An **operation** has a time in which it was under way. A **model** says what an object answers when
 * operations come one after the other. A history is linearizable if they can be put in an order that the
 * model allows, and in which none comes before one that had ended when it began.
 *
 *     client 1   ├─ write a ─┤        ├─ read: a ─┤          a, b, read: a?   no
 *     client 2        ├─ write b ─┤                          b, a, read: a    yes
 *
 * The search is that of Wing and Gong with Lowe's memory. Objects are searched one by one. An operation of
 * unknown outcome may have happened at any later time, or never. Without an answer in the budget the verdict
 * is `unknown`; no history takes more memory than the budget.
 */
export {
  checkLinearizability, type Linearizability, type LinearizabilityBudget,
} from './check-linearizability.ts'
export { type Model, type Operation, type State } from './model.ts'
export { listAppend, type ListInput, type ListOutput } from './models/list-append.ts'
export { registers, type RegisterInput, type RegisterOutput } from './models/register.ts'
export { sequences, type SequenceInput } from './models/sequence.ts'
