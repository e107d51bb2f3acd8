import type { RunPlan } from '../../lab/branch/index.ts'
import type { Scenario } from '../../lab/scenario/index.ts'
import type { CatalogueEntry, ExportFormat, Show, Size } from '../state/index.ts'

/** The terminal, the clock and the files, as the command line hands them in: the app itself knows no system. */
export interface AppHost {
  readonly terminal: AppTerminal
  readonly clock: AppClock
  /** Reads and checks a file. Rejects with one line for a person. */
  open(entry: CatalogueEntry): Promise<{ readonly scenario: Scenario; readonly plan: RunPlan }>
  rememberDone(file: string): void
  rememberLine(text: string): void
  /** Writes it, and answers where to: one line for a person. Rejects with one as well. */
  export(format: ExportFormat, show: Show, branch: string, seq: number): Promise<string>
  /** The reader wants to the shell, and to come back. */
  suspend(): void
  /** The reader has seen enough, or wants out at once. */
  quit(isInterrupted: boolean): void
}

export interface AppTerminal {
  size(): Size
  write(text: string): void
  /** Hears what is typed, as the terminal sends it. Returns the way to stop, as the others do. */
  onInput(hear: (text: string) => void): () => void
  onResize(hear: () => void): () => void
}

export interface AppClock {
  nowMs(): number
  /** Calls once, after so many milliseconds. Returns the way to call it off. */
  after(ms: number, call: () => void): () => void
}
