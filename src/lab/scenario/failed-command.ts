/** A command that worked when the scenario was recorded, or failed in another way, and has failed in this run. */
export interface FailedCommand {
  /** As `shortCommand` has it. */
  readonly command: string
  /** Where it stands in the file, from 1. */
  readonly line: number
  /** What it printed: `MigrateServedTypes Error: …`. */
  readonly says: string
}

/**
 * How a program says that it failed, without what depends on the schedule: `ERROR 1049`, `MigrateServedTypes Error`,
 * `nothing came`.
 * null: the line tells of no failure.
 */
export function kindOfFailure(line: string): string | null {
  const [kind] = /^(?:ERROR \d+|\w+ Error(?=: )|nothing came(?= to \S+$)|no \S.*(?= came$))/.exec(line) ?? []
  if (kind !== undefined) return kind
  return /^E\d{4} .* vtworker\.go:\d+\]/.test(line) ? 'vtworker' : null
}

/** Whether output tells of such a failure: then it belongs to what was recorded. */
export function tellsOfFailure(recorded: readonly string[], says: string): boolean {
  const kind = kindOfFailure(says)
  return recorded.some(line => kindOfFailure(line) === kind && kind !== null)
}

/** On one line, without the line ends of the shell and the flags that only say where things are. */
export function shortCommand(text: string): string {
  return text.replace(/\\\n\s*/g, '').replace(/\s+/g, ' ').trim()
    .replace(/^vtctlclient -server \S+ /, 'vtctlclient ').replace(/^vtworker .*? (?=[A-Z]\w+( |$))/, 'vtworker ')
}

/** `3 commands of the story failed: vtctlclient … (line 512): … Error: …`; '' if none has. */
export function failedCommandsText(failed: readonly FailedCommand[]): string {
  const [first] = failed
  if (first === undefined) return ''
  const count = failed.length === 1 ? '1 command' : `${failed.length} commands`
  return `${count} of the story failed: ${first.command} (line ${first.line}): ${first.says}`
}

/** What stands before the prose that follows a command that failed. */
export function doubtText({ command }: FailedCommand): string {
  return `(The story goes on as it was written; since \`${command}\` failed, it may not be true here.)`
}
