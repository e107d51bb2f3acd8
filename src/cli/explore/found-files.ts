import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { identityText, type Explored } from '../../lab/explore/index.ts'
import type { LoadedScenario } from '../load-scenario.ts'
import { CannotWriteError } from '../report-error.ts'
import { runFileText, storedFinding } from '../run-file.ts'
import type { Terminal } from '../terminal.ts'
import { makeFolder, writeWhole } from '../write-whole.ts'
import type { ExploreOptions } from './options.ts'

/**
 * Writes what was found at once: nothing is lost when somebody ends the campaign. One file for each failure. Where
 * that cannot be, the campaign goes on, and its report names the finding by what makes it again.
 */
export class FoundFiles {
  private readonly names = new Map<string, string>()
  private isTold = false

  constructor(
    private readonly loaded: LoadedScenario, private readonly options: ExploreOptions, private readonly terminal: Terminal,
  ) {}

  /** A run that hangs leaves no file. */
  write(explored: Explored): void {
    const { log } = explored
    if (log === null) return
    const { name } = this.loaded.scenario
    const file = `${name.replaceAll('/', '-')}-${this.options.plan.seed}-${explored.plan.index}.run`
    const shown = join(this.options.out, file)
    const identity = identityText(explored.failure!)
    try {
      const folder = resolve(this.terminal.cwd, this.options.out)
      makeFolder(folder, this.options.out)
      writeWhole(join(folder, file), runFileText(storedFinding(this.loaded, { ...explored, log })), shown)
    } catch (error) {
      if (!(error instanceof CannotWriteError)) throw error
      if (!this.isTold) this.terminal.err(`vtsim: ${error.message}\n`)
      this.isTold = true
      return
    }
    const later = this.names.get(identity)
    if (later !== undefined) rmSync(resolve(this.terminal.cwd, later), { force: true })
    this.names.set(identity, shown)
  }

  /** undefined: there is none. */
  fileOf(explored: Explored): string | undefined {
    return this.names.get(identityText(explored.failure!))
  }
}
