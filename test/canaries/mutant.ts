import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import type { Plugin } from 'esbuild'
import type { Canary, Edit } from './canary.ts'

/** The text of a source with the edits of a canary in it. Fails if what an edit replaces is not there exactly once. */
export function mutate(file: string, text: string, edits: readonly Edit[]): string {
  let mutated = text
  for (const { from, to } of edits) {
    const times = text.split(from).length - 1
    if (times !== 1) throw new Error(`${file}: \`${from}\` is there ${times} times, not once: the canary has to follow the source`)
    mutated = mutated.replace(from, () => to)
  }
  return mutated
}

/** The sources of the canary as they would be; fails as {@link mutate} does. */
export function mutatedSources(root: string, { edits = [] }: Canary): ReadonlyMap<string, string> {
  const files = [...new Set(edits.map(({ file }) => file))]
  return new Map(files.map(file => [
    file, mutate(file, readFileSync(join(root, file), 'utf8'), edits.filter(edit => edit.file === file)),
  ]))
}

/** Gives esbuild the mutated text in place of what is on disk: the sources themselves stay as they are. */
export function mutations(root: string, mutated: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'mutations',
    setup: ({ onLoad }) => onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      const contents = mutated.get(relative(root, path))
      return contents === undefined ? undefined : { contents, loader: 'ts' }
    }),
  }
}

/** Bundles the command line with the canary's edits, beside the packages that it asks for. Answers the program. */
export async function bundleMutant(root: string, canary: Canary): Promise<string> {
  const { build } = await import(join(root, 'scripts/build.mjs')) as {
    build(options: { outdir: string; plugins: readonly Plugin[] }): Promise<void>
  }
  const name = (canary.edits ?? []).length === 0 ? 'clean' : canary.name
  const outdir = join('node_modules/.cache/vtsim-canaries', name)
  await build({ outdir, plugins: [mutations(root, mutatedSources(root, canary))] })
  return join(root, outdir, 'vtsim.mjs')
}

/** The file of a canary's scenario: as it is, or a copy in `folder` with the guard switched off in its front matter. */
export function scenarioOf(root: string, { scenario, guardOff }: Canary, folder: string): string {
  const own = join(root, 'test/canaries', `${scenario}.md`)
  const file = existsSync(own) ? own : join(root, 'scenarios', `${scenario}.md`)
  if (guardOff === undefined) return file
  const text = readFileSync(file, 'utf8')
  const copy = join(folder, basename(file))
  mkdirSync(folder, { recursive: true })
  writeFileSync(copy, text.replace(/^vtsim: 1$/m, line => `${line}\nguards-off: [${guardOff}]`))
  return copy
}
