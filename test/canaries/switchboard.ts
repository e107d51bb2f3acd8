import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Canary, Edit } from './canary.ts'
import { mutations } from './mutant.ts'

// Many canaries in one program: what an edit replaces and what it puts there stand side by side, and a switch says which of
// them runs. The engine then compiles the program once, and not once for each canary.

type Transform = (text: string, options: { loader: 'ts' }) => unknown

/** One place of a source, and what each canary puts there. */
interface Site { readonly from: string; readonly start: number; readonly arms: (readonly [canary: string, to: string])[] }

/** Switches a canary on, and the one before off; null: all are off. */
export function switchOn(canary: string | null): void {
  (globalThis as { canary?: string | null }).canary = canary
}

const isOn = (canary: string): string => `globalThis.canary === ${JSON.stringify(canary)}`

/**
 * The text of a source with the edits of all canaries behind their switches. Fails if what an edit replaces is not there
 * exactly once, overlaps with that of another, or is neither an expression nor a whole statement.
 */
export function switchable(file: string, text: string, edits: readonly (readonly [canary: string, edit: Edit])[], parse: Transform): string {
  const sites = new Map<string, Site>()
  for (const [canary, { from, to }] of edits) {
    const start = text.indexOf(from)
    if (start < 0 || text.includes(from, start + 1)) throw new Error(`${file}: \`${from}\` is not there exactly once: the canary has to follow the source`)
    const site = sites.get(from) ?? { from, start, arms: [] }
    site.arms.push([canary, to])
    sites.set(from, site)
  }
  const backwards = [...sites.values()].sort((a, b) => b.start - a.start)
  let [switched, later] = [text, Infinity]
  for (const site of backwards) {
    if (site.start + site.from.length > later) throw new Error(`${file}: \`${site.from}\` overlaps with another edit`)
    later = site.start
    switched = withSwitch(file, switched, site, parse)
  }
  return switched
}

/** A place may be an expression or statements; the parser tells which. That a part of an expression is whole, the clean runs tell. */
function withSwitch(file: string, text: string, { from, start, arms }: Site, parse: Transform): string {
  const [before, after] = [text.slice(0, start), text.slice(start + from.length)]
  const statement = `${arms.map(([canary, to]) => `if (${isOn(canary)}) {${to}\n} else `).join('')}{${from}\n}`
  const expression = `(${arms.map(([canary, to]) => `${isOn(canary)} ? (${to}) : `).join('')}(${from}))`
  // What is declared in a block ends with it.
  const forms = /(^|[\n;])\s*(const|let|class|(async )?function)\b/.test(from) ? [expression] : [statement, expression]
  for (const form of forms) {
    const switched = before + form + after
    try {
      parse(switched, { loader: 'ts' })
      return switched
    } catch { /* then it is the other one */ }
  }
  throw new Error(`${file}: \`${from}\` is neither an expression nor a whole statement: it cannot stand behind a switch`)
}

/** Bundles `entry` with all these canaries in it, and answers the program; `folder` is below the root. */
export async function bundleSwitchboard(root: string, canaries: readonly Canary[], entry: string, folder: string): Promise<string> {
  const { transformSync } = await import('esbuild')
  const { bundleScript } = await import(join(root, 'scripts/bundle.mjs')) as {
    bundleScript(entry: string, folder: string, options: { plugins: readonly unknown[] }): Promise<string>
  }
  const edits = canaries.flatMap(({ name, edits: own = [] }) => own.map(edit => [name, edit] as const))
  const sources = new Map([...new Set(edits.map(([, { file }]) => file))].map(file => [
    file, switchable(file, readFileSync(join(root, file), 'utf8'), edits.filter(([, edit]) => edit.file === file), transformSync),
  ]))
  return bundleScript(entry, folder, { plugins: [mutations(root, sources)] })
}
