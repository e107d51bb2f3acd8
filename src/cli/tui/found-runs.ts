import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { foundFolder } from '../found-folder.ts'
import type { CatalogueEntry } from '../../ui/state/index.ts'

/** Runs that explorations have found, by name. A file that is none says so when it is opened. */
export function foundRuns(cwd: string): CatalogueEntry[] {
  let names: readonly string[]
  try {
    names = readdirSync(join(cwd, foundFolder))
  } catch {
    return []
  }
  return names.filter(name => name.endsWith('.run')).sort().map(name => ({
    kind: 'found', file: join(foundFolder, name), title: name.slice(0, -'.run'.length), lesson: null, minutes: null, rule: '',
    question: 'Under which schedule, and which faults, is a promise broken here?', actors: '',
  }))
}
