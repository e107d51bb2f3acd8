import { integer, record, type Arbitrary } from 'fast-check'
import { dullWorkload, type WorkloadSpec } from '../lab/workload/index.ts'

export interface WorkloadsOptions {
  /** Default 6. */
  readonly clientsMax?: number
  /** Operations per second of virtual time, of all clients together; default 20. */
  readonly ratePerSMax?: number
  /** How many customers are there from the beginning; default 5, as in the local example. */
  readonly customers?: number
}

/** Clients of a scenario: how many, and how busy. They become fewer and slower when they are made smaller. */
export function workloads(
  { clientsMax = 6, ratePerSMax = 20, customers = dullWorkload.customers }: WorkloadsOptions = {},
): Arbitrary<WorkloadSpec> {
  return record({ clients: integer({ min: 1, max: clientsMax }), ratePerS: integer({ min: 1, max: ratePerSMax }) })
    .map(drawn => ({ ...drawn, customers, lists: 0 }))
}
