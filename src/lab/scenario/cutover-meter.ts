import type { Simulation } from '../../sim/index.ts'
import type { Attempt } from '../check/index.ts'

export interface CutoverReport {
  /**
   * How long no master could acknowledge a write: from when the old ones were told to stop until the routing
   * had been moved, or the old ones were given back their writes. 0 without a cutover.
   */
  readonly writeBlockedMs: number
  /** Attempts of clients that began in that time, or soon after, and were not acknowledged. */
  readonly errors: number
}

const procedure = 'migrate-served-types-master'
/** Clients go on to fail until their vtgate has heard of the new routing. */
const aftermathUs = 500_000

/** Measures what clients felt of the MASTER cutover. */
export class CutoverMeter {
  buffered = 0
  private readonly outages: { fromUs: number; toUs: number }[] = []
  private openUs: number | null = null

  constructor(simulation: Simulation) {
    const at = (kind: string, step: string, act: (timeUs: number) => void): void => {
      simulation.subscribe([kind], event => {
        const data = event.data as { procedure: string; step: string }
        if (data.procedure === procedure && data.step === step) act(event.timeUs)
      })
    }
    at('step/begin', 'stop-source-writes', timeUs => { this.openUs ??= timeUs })
    at('step/end', 'switch-routing', timeUs => this.close(timeUs))
    at('step/undone', 'refresh-source-masters', timeUs => this.close(timeUs))
    simulation.subscribe(['buffer/buffered'], () => { this.buffered++ })
  }

  /** `endUs`: when the run ended, for an outage that lasts. */
  report(history: readonly Attempt[], endUs: number): CutoverReport {
    const outages = this.openUs === null ? this.outages : [
      ...this.outages, { fromUs: this.openUs, toUs: endUs },
    ]
    const felt = history.filter(attempt => attempt.outcome !== 'ok'
      && outages.some(
        ({ fromUs, toUs }) => attempt.startUs >= fromUs && attempt.startUs <= toUs + aftermathUs
      ))
    return {
      writeBlockedMs: outages.reduce((sum, { fromUs, toUs }) => sum + (toUs - fromUs) / 1000, 0),
      errors: felt.length,
    }
  }

  private close(timeUs: number): void {
    if (this.openUs === null) return
    this.outages.push({ fromUs: this.openUs, toUs: timeUs })
    this.openUs = null
  }
}
