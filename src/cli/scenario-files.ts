import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { didYouMean } from '../lab/scenario/index.ts'
import { UsageError } from './report-error.ts'

export interface ScenarioFile {
  /** `customer-split`, or `canaries/no-catch-up` for one in a folder. */
  readonly name: string
  readonly path: string
}

/** The scenarios of the folder `scenarios` below where we are, or of those that came with vtsim. */
export function listScenarios(cwd: string): ScenarioFile[] {
  const folder = scenarioFolder(cwd)
  return folder === null ? [] : filesBelow(folder).map(
    path => ({ name: relative(folder, path).replace(/\.md$/, ''), path })
  )
}

/** The file that a person means by a path or by a scenario's name. Fails with a UsageError. */
export function findScenario(cwd: string, given: string): ScenarioFile {
  const direct = resolve(cwd, given)
  for (const path of [direct, `${direct}.md`]) {
    if (existsSync(path) && statSync(path).isFile()) return {
      name: basename(path).replace(/\.md$/, ''), path,
    }
  }
  const known = listScenarios(cwd)
  const named = known.find(scenario => scenario.name === given || basename(scenario.name) === given)
  if (named !== undefined) return named
  const near = nearestName(given, known.map(({ name }) => name))
  throw new UsageError(
    `there is no scenario ${given}`,
    near === undefined ? '`vtsim list` shows those that there are' : `did you mean ${near}?`,
  )
}

/** By its whole name, by its own, or by a part of it that is long enough to mean something. */
function nearestName(given: string, names: readonly string[]): string | undefined {
  const own = didYouMean(given, names.map(name => basename(name)))
  return didYouMean(given, names) ?? names.find(name => basename(name) === own)
    ?? (given.length < partMin ? undefined : names.find(name => name.includes(given) || given.includes(basename(name))))
}

const partMin = 3

export function readScenarioText(file: ScenarioFile): string {
  return readFileSync(file.path, 'utf8')
}

function scenarioFolder(cwd: string): string | null {
  const here = dirname(fileURLToPath(import.meta.url))
  const places = [join(cwd, 'scenarios'), join(here, '..', 'scenarios'), join(here, '..', '..', 'scenarios')]
  return places.find(place => existsSync(place) && statSync(place).isDirectory()) ?? null
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .flatMap(entry => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return filesBelow(path)
      return entry.name.endsWith('.md') && entry.name !== 'README.md' ? [path] : []
    })
}
