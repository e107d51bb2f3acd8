/** The console in which SQL and commands are typed at the moment that is shown. */
export interface ConsoleState {
  /** `customer`, `customer/-80@replica`: where SQL goes. */
  readonly target: string
  readonly input: TextInput
  /** Oldest first. */
  readonly history: readonly string[]
  /** Index into the history while one of its lines is shown; null: a new line. */
  readonly recalled: number | null
  /** Lines that the answers are scrolled back by. */
  readonly scroll: number
  /** What had been typed before a line of the history was shown. */
  readonly typed: string
  /** What has been typed and answered, oldest first. */
  readonly exchanges: readonly Exchange[]
  /** Completions of the word before the cursor, and the one that is chosen. */
  readonly completions: readonly string[]
  readonly completion: number
}

export interface Exchange {
  readonly prompt: string
  readonly text: string
  readonly output: readonly string[]
  /** Where it went and why: `hash(4) = d2fd8867… → 80-, 1 shard`; '' for commands. */
  readonly routing: string
  readonly state: 'running' | 'done' | 'failed'
  /** Name of the branch on which it took effect; null: it only read, and left no trace. */
  readonly branch: string | null
}

/** A line being typed; `at` counts code units before the cursor. */
export interface TextInput { readonly text: string; readonly at: number }
