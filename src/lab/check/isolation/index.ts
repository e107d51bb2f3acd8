/**
 * # Isolation: did transactions see each other only as they may?
 *
 * Transactions append elements to **lists** and read them. Since no element comes twice, a list tells in
 * which order it was written: so who depends on whom is known, and not guessed.
 *
 *     ww   A appended, then B appended right after it
 *     wr   A appended, B read it                          a cycle: no order of A, B, … explains it
 *     rw   A read, B appended what A did not see
 *
 * An **anomaly** is a cycle, or something wrong with a single list, under its name in the literature. A
 * **level** says which anomalies must not be. Evidence is a shortest cycle of the worst kind that its
 * transactions have.
 *
 * After Elle (Kingsbury and Alvaro 2020) and Adya (1999). Elle can also do without lists; we cannot.
 */
export {
  isolationLevels, weakestLevelWithout, type Anomaly, type AnomalyName, type IsolationLevel,
} from './anomaly.ts'
export { checkIsolation, strongestLevel, type Isolation, type IsolationOptions } from './check-isolation.ts'
export type { ListOperation, ListTransaction } from './transaction.ts'
