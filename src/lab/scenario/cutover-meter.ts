import type { Simulation } from '../../sim/index.ts'
import type { Attempt } from '../check/index.ts'

export interface CutoverReport {
  /** The longest time in which no client's write was acknowledged though writes were tried; 0 without a cutover. */
  readonly writeBlockedMs: number
  /** Attempts that clients saw fail between the beginning of the MASTER migration and its end. */
  readonly errors: number
}

const isCutover = /^migrate-served-types-master$|^migrate-served-types$|^switch-writes$/

/** Measures what clients felt of the MASTER cutover. */
export class CutoverMeter {
  buffered = 0
  private beginUs: number | null = null
  private endUs: number | null = null

  constructor(simulation: Simulation) {
    simulation.subscribe(['step/begin', 'step/end'], event => {
      const { procedure } = event.data as { procedure: string }
      if (!isCutover.test(procedure)) return
      this.beginUs ??= event.timeUs
      this.endUs = event.timeUs
    })
    simulation.subscribe(['buffer/buffered'], () => { this.buffered++ })
  }

  report(history: readonly Attempt[]): CutoverReport {
    if (this.beginUs === null || this.endUs === null) return { writeBlockedMs: 0, errors: 0 }
    const from = this.beginUs
    // Clients go on to fail until their vtgate has heard of the new routing.
    const to = this.endUs + 1_000_000
    const writes = history.filter(attempt => attempt.writes.length > 0 || !attempt.operation.endsWith('read'))
    const refusals = writes.filter(attempt => attempt.outcome !== 'ok' && attempt.endUs !== null && attempt.startUs >= from && attempt.startUs <= to)
    const first = refusals[0]
    if (first === undefined) return { writeBlockedMs: 0, errors: 0 }
    const last = refusals.at(-1)!
    const after = writes.find(attempt => attempt.outcome === 'ok' && attempt.startUs > last.startUs)
    return { writeBlockedMs: ((after?.endUs ?? to) - first.startUs) / 1000, errors: refusals.length }
  }
}
