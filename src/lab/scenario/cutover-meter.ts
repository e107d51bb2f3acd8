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
  /** How the last one ended; null: writes were never stopped. */
  readonly end: Outage['end'] | null
}

/** One time in which writes were stopped. */
export interface Outage {
  readonly blockedMs: number
  readonly errors: number
  /** The new shards took the writes, or the old one took them again; `lasts`: neither yet. */
  readonly end: 'moved' | 'given-back' | 'lasts'
}

const procedure = 'migrate-served-types-master'
/** Clients go on to fail until their vtgate has heard of the new routing. */
const aftermathUs = 500_000

/** Measures what clients felt of the MASTER cutover. */
export class CutoverMeter {
  buffered = 0
  private readonly closed: Span[] = []
  private openUs: number | null = null

  constructor(simulation: Simulation) {
    const at = (kind: string, step: string, act: (timeUs: number) => void): void => {
      simulation.subscribe([kind], event => {
        const data = event.data as { procedure: string; step: string }
        if (data.procedure === procedure && data.step === step) act(event.timeUs)
      })
    }
    at('step/begin', 'stop-source-writes', timeUs => { this.openUs ??= timeUs })
    at('step/end', 'switch-routing', timeUs => this.close(timeUs, 'moved'))
    at('step/undone', 'refresh-source-masters', timeUs => this.close(timeUs, 'given-back'))
    simulation.subscribe(['buffer/buffered'], () => { this.buffered++ })
  }

  /** `nowUs`: the end of an outage that lasts. In the order in which they began. */
  outages(history: readonly Attempt[], nowUs: number): readonly Outage[] {
    const spans: readonly Span[] = this.openUs === null ? this.closed
      : [...this.closed, { fromUs: this.openUs, toUs: nowUs, end: 'lasts' }]
    return spans.map(({ fromUs, toUs, end }) => ({
      blockedMs: (toUs - fromUs) / 1000, end,
      errors: history.filter(({ outcome, startUs }) =>
        outcome !== 'ok' && startUs >= fromUs && startUs <= toUs + aftermathUs).length,
    }))
  }

  /** `endUs`: when the run ended, for an outage that lasts. */
  report(history: readonly Attempt[], endUs: number): CutoverReport {
    const outages = this.outages(history, endUs)
    return {
      writeBlockedMs: outages.reduce((sum, { blockedMs }) => sum + blockedMs, 0),
      errors: outages.reduce((sum, { errors }) => sum + errors, 0),
      end: outages.at(-1)?.end ?? null,
    }
  }

  private close(timeUs: number, end: Span['end']): void {
    if (this.openUs === null) return
    this.closed.push({ fromUs: this.openUs, toUs: timeUs, end })
    this.openUs = null
  }
}

interface Span { readonly fromUs: number; readonly toUs: number; readonly end: Outage['end'] }
