import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
function mutations(root: string, sources: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'mutations',
    setup: ({ onLoad }) => onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      const contents = sources.get(relative(root, path))
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

/** Bundles another entry with the canary's edits into `outfile`, beside the packages of this repository. */
export async function bundleEntry(root: string, entry: string, canary: Canary, outfile: string): Promise<string> {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root, entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20', logLevel: 'warning',
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false, target: 'ES2022' } },
    plugins: [mutations(root, mutatedSources(root, canary))], alias: { alasql: join(root, 'node_modules/alasql/dist/alasql.min.js') },
    external: [join(root, 'node_modules/alasql/*')],
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  })
  return outfile
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
