import { relative } from 'node:path'
import { parseDocument } from 'yaml'
import type { CatalogueEntry } from '../../ui/state/index.ts'
import { listScenarios, readScenarioText, type ScenarioFile } from '../scenario-files.ts'
import { foundRuns } from './found-runs.ts'

/** What the picker offers: lessons in order, then scenarios, crashes and canaries, and what explorations found. */
export function catalogue(cwd: string): CatalogueEntry[] {
  return [...listScenarios(cwd).map(file => entryOf(cwd, file)).sort(byCourse), ...foundRuns(cwd)]
}

/** What a picker or a list says of one file. Reads only its front matter, and takes what makes no sense for missing. */
export function entryOf(cwd: string, file: ScenarioFile): CatalogueEntry {
  const text = readScenarioText(file)
  const front = frontMatter(text)
  const lesson = numberOf(front['lesson'])
  return {
    kind: kindOf(file.name, lesson), file: relative(cwd, file.path), lesson, minutes: numberOf(front['minutes']),
    title: textOf(front['title']) || file.name, question: textOf(front['question']), rule: textOf(front['rule']),
    actors: actorsOf(front),
  }
}

const kinds: readonly CatalogueEntry['kind'][] = ['lesson', 'scenario', 'crash', 'canary']

function byCourse(a: CatalogueEntry, b: CatalogueEntry): number {
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.lesson ?? 0) - (b.lesson ?? 0)
    || (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)
}

function kindOf(name: string, lesson: number | null): CatalogueEntry['kind'] {
  if (lesson !== null) return 'lesson'
  return name.startsWith('canaries/') ? 'canary' : name.startsWith('crashes/') ? 'crash' : 'scenario'
}

type Front = { readonly [key: string]: unknown }

function frontMatter(text: string): Front {
  const yaml = /^---\n([\s\S]*?)\n---/.exec(text)?.[1] ?? ''
  const value: unknown = parseDocument(yaml, { schema: 'failsafe' }).toJS()
  return typeof value === 'object' && value !== null ? value as Front : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

function numberOf(value: unknown): number | null {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : null
}

/** `customer, commerce · 4 clients`. */
function actorsOf(front: Front): string {
  const cluster = front['cluster'] as { keyspaces?: object } | undefined
  const workload = front['workload'] as { clients?: unknown } | undefined
  const keyspaces = typeof cluster?.keyspaces === 'object' && cluster.keyspaces !== null ? Object.keys(cluster.keyspaces) : []
  const clients = textOf(workload?.clients)
  return [keyspaces.join(', '), clients === '' ? '' : `${clients} clients`].filter(part => part !== '').join(' · ')
}
