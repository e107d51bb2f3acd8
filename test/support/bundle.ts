import { join } from 'node:path'
import { root } from '../tidy/sources.ts'

/** Bundles the command line of these very sources, beside the packages that it asks for, and answers its path. */
export async function bundleCli(name: string): Promise<string> {
  // A script of the project, without types.
  const { build } = await import(join(root, 'scripts/build.mjs')) as { build(options: { outdir: string }): Promise<void> }
  const outdir = `node_modules/.cache/vtsim-${name}`
  await build({ outdir })
  return join(root, outdir, 'vtsim.mjs')
}
