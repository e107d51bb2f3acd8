import type { Size } from '../state/index.ts'

/** The terminal, the clock and the files, as the command line hands them in: the app itself knows no system. */
export interface AppTerminal {
  size(): Size
  /** Writes to the terminal. */
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
