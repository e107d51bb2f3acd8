/** Clients that work while a scenario runs. */
export interface WorkloadSpec {
  readonly clients: number
  /** Operations per second of virtual time, of all clients together. */
  readonly ratePerS: number
  /** The customers 1 to `customers` are there from the beginning: reads and updates begin with them. */
  readonly customers: number
  /**
   * Where it is not 0, clients do nothing but transactions on the lists 1 to `lists`, which are rows of
   * `lists(list_id, elements)` that are there from the beginning, with '' for an empty one.
   */
  readonly lists: number
}

export const dullWorkload: WorkloadSpec = Object.freeze({ clients: 4, ratePerS: 9, customers: 5, lists: 0 })
