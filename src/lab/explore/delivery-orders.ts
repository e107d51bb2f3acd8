import { hashText, type Simulation } from '../../sim/index.ts'

/** Events by which something reaches a process from outside. */
const deliveries = ['rpc/request', 'rpc/reply', 'stream/item', 'stream/message'] as const

/**
 * In which order each process got its messages, as one number: two runs with the same one differ at most in the
 * order of what happened in different places.
 */
export class DeliveryOrders {
  private readonly byProcess = new Map<string, number>()
  /** Hashes of kind and note. */
  private readonly hashes = new Map<string, Map<string, number>>()

  constructor(simulation: Simulation) {
    simulation.subscribe(deliveries, ({ process, kind, note }) => {
      const before = this.byProcess.get(process) ?? hashText(process)
      this.byProcess.set(process, Math.imul(before ^ this.hashOf(kind, note), 0x9e3779b1) + 1 | 0)
    })
  }

  get digest(): string {
    let sum = 0
    for (const hash of this.byProcess.values()) sum = sum + Math.imul(hash ^ hash >>> 15, 0x85ebca6b) | 0
    return (sum >>> 0).toString(16).padStart(8, '0')
  }

  private hashOf(kind: string, note: string): number {
    let notes = this.hashes.get(kind)
    if (notes === undefined) this.hashes.set(kind, notes = new Map<string, number>())
    let hash = notes.get(note)
    if (hash === undefined) notes.set(note, hash = hashText(`${kind} ${note}`))
    return hash
  }
}
