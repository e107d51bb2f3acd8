import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../tidy/sources.ts'

let bundled: Promise<string> | null = null

/** The command line of these very sources, beside the packages that it asks for: one for all tests of a worker. Answers its path. */
export function bundledCli(): Promise<string> {
  bundled ??= bundle(`node_modules/.cache/vtsim-tests-${process.env['VITEST_POOL_ID']}`)
  return bundled
}

/** What `npm test` has just built is copied: somebody may build again while the tests run. */
async function bundle(folder: string): Promise<string> {
  // Scripts of the project, without types.
  const { isBuilt } = await import(join(root, 'scripts/prepare.mjs')) as { isBuilt(): boolean }
  const { build } = await import(join(root, 'scripts/build.mjs')) as { build(options: { outdir: string }): Promise<void> }
  if (isBuilt()) {
    rmSync(join(root, folder), { recursive: true, force: true })
    for (const name of ['vtsim.mjs', 'chunks']) {
      cpSync(join(root, 'dist', name), join(root, folder, name), { recursive: true, filter: path => !path.endsWith('.map') })
    }
  } else await build({ outdir: folder })
  return join(root, folder, 'vtsim.mjs')
}
