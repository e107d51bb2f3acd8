import type { Simulation } from '../../sim/index.ts'

/** What a server wrote into its log. */
export interface LogLine {
  readonly level: string
  /** Unix time in microseconds. */
  readonly timeUs: number
  readonly source: string
  readonly text: string
}

/** The logs of all servers, as files would keep them. */
export class ServerLogs {
  private readonly lines: Map<string, LogLine[]>
  private readonly followers = new Map<string, ((line: LogLine) => void)[]>()

  /** `before`: what the files hold already. */
  constructor(simulation: Simulation, before: ReadonlyMap<string, readonly LogLine[]> = new Map()) {
    this.lines = new Map([...before].map(([process, lines]) => [process, [...lines]]))
    const epochUs = (simulation.unixMs - Math.floor(simulation.nowMs)) * 1000
    simulation.subscribe(['log'], event => {
      const { level, source, text } = event.data as Omit<LogLine, 'timeUs'>
      const line = { level, source, text, timeUs: epochUs + event.timeUs }
      const known = this.lines.get(event.process)
      if (known === undefined) this.lines.set(event.process, [line])
      else known.push(line)
      for (const tell of this.followers.get(event.process) ?? []) tell(line)
    })
  }

  /** All that a process has logged, in all of its lives. */
  of(process: string): readonly LogLine[] {
    return this.lines.get(process) ?? []
  }

  /** All files as they are now, by process. */
  all(): ReadonlyMap<string, readonly LogLine[]> {
    return new Map([...this.lines].map(([process, lines]) => [process, [...lines]]))
  }

  /** Calls `tell` for each later line of a process. Returns the way to stop. */
  follow(process: string, tell: (line: LogLine) => void): () => void {
    this.followers.set(process, [...this.followers.get(process) ?? [], tell])
    return () => {
      this.followers.set(process, (this.followers.get(process) ?? []).filter(other => other !== tell))
    }
  }
}
