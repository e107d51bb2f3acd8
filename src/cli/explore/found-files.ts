import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { identityText, type Explored } from '../../lab/explore/index.ts'
import type { LoadedScenario } from '../load-scenario.ts'
import { UsageError } from '../report-error.ts'
import { exploredFileText } from '../run-file.ts'
import type { Terminal } from '../terminal.ts'
import type { ExploreOptions } from './options.ts'

/** Writes what was found at once: nothing is lost when somebody ends the campaign. One file for each failure. */
export class FoundFiles {
  private readonly names = new Map<string, string>()

  constructor(
    private readonly loaded: LoadedScenario, private readonly options: ExploreOptions, private readonly terminal: Terminal,
  ) {}

  /** Fails with a UsageError that says what was found, if it cannot be written. A run that hangs leaves no file. */
  write(explored: Explored): void {
    if (explored.log === null) return
    const { name } = this.loaded.scenario
    const file = `${name.replaceAll('/', '-')}-${this.options.plan.seed}-${explored.plan.index}.run`
    const shown = join(this.options.out, file)
    const identity = identityText(explored.failure!)
    const later = this.names.get(identity)
    try {
      mkdirSync(resolve(this.terminal.cwd, this.options.out), { recursive: true })
      writeFileSync(resolve(this.terminal.cwd, shown), exploredFileText(this.loaded, explored))
      if (later !== undefined) rmSync(resolve(this.terminal.cwd, later))
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      throw new UsageError(`cannot write ${shown}: ${code}`, `schedule ${explored.plan.index} of this campaign found: ${identity}`)
    }
    this.names.set(identity, shown)
  }

  /** undefined: there is none. */
  fileOf(explored: Explored): string | undefined {
    return this.names.get(identityText(explored.failure!))
  }
}
