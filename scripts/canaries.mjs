// `npm run canaries [-- NAME …] [--json] [--workers N] [--for 60s] [--keep]`: bundles each seeded bug, lets `vtsim explore` find it
// from a cold start, and says how long that took. Exit code 1 if one is not found.
import { spawnSync } from 'node:child_process'
import { bundleScript } from './bundle.mjs'
import { ensureInstalled, root } from './prepare.mjs'

ensureInstalled()
const program = await bundleScript('test/canaries/main.ts', 'dist/campaigns/canaries', { external: ['esbuild'] })
const done = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
process.exit(done.status ?? 1)
