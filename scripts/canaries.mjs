// `npm run canaries [-- NAME …] [--json] [--workers N] [--for 60s] [--keep]`: bundles each seeded bug, lets `vtsim explore` find it
// from a cold start, and says how long that took. Exit code 1 if one is not found.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, root } from './prepare.mjs'

ensureInstalled()
const esbuild = await import('esbuild')
await esbuild.build({
  absWorkingDir: root, entryPoints: { canaries: 'test/canaries/main.ts' }, outdir: 'dist/campaigns', outExtension: { '.js': '.mjs' },
  bundle: true, format: 'esm', platform: 'node', target: 'node20', external: ['esbuild'], logLevel: 'warning',
})
const done = spawnSync(process.execPath, [join(root, 'dist/campaigns/canaries.mjs'), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
process.exit(done.status ?? 1)
