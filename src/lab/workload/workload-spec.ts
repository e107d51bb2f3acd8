/** Clients that work while a scenario runs. */
export interface WorkloadSpec {
  readonly clients: number
  /** Operations per second of virtual time, of all clients together. */
  readonly ratePerS: number
  /** The customers 1 to `customers` are there from the beginning: reads and updates begin with them. */
  readonly customers: number
}

export const dullWorkload: WorkloadSpec = Object.freeze({ clients: 4, ratePerS: 9, customers: 5 })
