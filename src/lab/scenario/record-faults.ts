import type { Simulation } from '../../sim/index.ts'
import type { Fault } from '../check/index.ts'

/** Processes of commands come and go: that one of them dies takes nothing from those who serve. */
const serves = /^(mysqld|vttablet|vtgate|topo)\b/

/** Writes down what breaks in a world, and when it is whole again. */
export class FaultRecorder {
  private readonly open = new Map<string, { what: string; startUs: number }>()
  private readonly closed: Fault[] = []

  constructor(simulation: Simulation) {
    simulation.subscribe(['process/crash'], ({ process, timeUs }) => {
      if (serves.test(process)) this.begin(process, timeUs)
      else this.closed.push({ what: process, startUs: timeUs, endUs: timeUs })
    })
    simulation.subscribe(['process/boot'], ({ process, timeUs }) => this.end(process, timeUs))
    simulation.subscribe(['process/stall'], ({ process, timeUs, data }) => {
      const { ms } = data as { ms: number }
      this.closed.push({ what: process, startUs: timeUs, endUs: timeUs + ms * 1000 })
    })
    simulation.subscribe(['net/fault'], ({ process, timeUs, note }) => {
      this.closed.push({ what: process, method: note, startUs: timeUs, endUs: timeUs })
    })
    simulation.subscribe(['net/cut'], ({ data, timeUs }) => this.begin(pairOf(data), timeUs))
    simulation.subscribe(['net/heal'], ({ data, timeUs }) => this.end(pairOf(data), timeUs))
  }

  /** Since a moment, in the order in which they began. */
  since(timeUs: number): Fault[] {
    const lasting = [...this.open.values()].map(({ what, startUs }): Fault => ({ what, startUs, endUs: null }))
    return [...this.closed, ...lasting]
      .filter(({ endUs }) => endUs === null || endUs >= timeUs)
      .sort((a, b) => a.startUs - b.startUs)
  }

  private begin(what: string, startUs: number): void {
    if (!this.open.has(what)) this.open.set(what, { what, startUs })
  }

  private end(what: string, endUs: number): void {
    const fault = this.open.get(what)
    if (fault === undefined) return
    this.open.delete(what)
    this.closed.push({ ...fault, endUs })
  }
}

function pairOf(data: unknown): string {
  const { from, to } = data as { from: string; to: string }
  return `${from} > ${to}`
}
