import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import type { BuildOptions, Plugin } from 'esbuild'
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
function mutations(root: string, mutated: (path: string) => string | undefined): Plugin {
  return {
    name: 'mutations',
    setup: ({ onLoad }) => onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      const contents = mutated(relative(root, path))
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
  const sources = mutatedSources(root, canary)
  await build({ outdir, plugins: [mutations(root, path => sources.get(path))] })
  return join(root, outdir, 'vtsim.mjs')
}

/** Bundles one entry with the edits of one canary after another; what has no edit is read once. */
export interface MutantBundler {
  /** Answers the program, which is in the folder beside those of other canaries. */
  bundle(canary: Canary): Promise<string>
  end(): Promise<void>
}

/** `folder` must be below the root, beside the packages of this repository. */
export async function mutantBundler(root: string, entry: string, folder: string): Promise<MutantBundler> {
  const { forNode } = await import(join(root, 'scripts/bundle.mjs')) as { forNode: BuildOptions }
  const { context } = await import('esbuild')
  let sources: ReadonlyMap<string, string> = new Map()
  const bundling = await context({
    ...forNode, entryPoints: [entry], outdir: folder, write: false, plugins: [mutations(root, path => sources.get(path))],
  })
  mkdirSync(join(root, folder), { recursive: true })
  return {
    async bundle(canary) {
      sources = mutatedSources(root, canary)
      const { outputFiles } = await bundling.rebuild()
      const program = join(root, folder, `${canary.name}.mjs`)
      writeFileSync(program, outputFiles[0]!.contents)
      return program
    },
    end: () => bundling.dispose(),
  }
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

/** Nothing is left behind. */
export function removeMutant(root: string, { name }: Canary): void {
  rmSync(join(root, 'node_modules/.cache/vtsim-canaries', name), { recursive: true, force: true })
}
