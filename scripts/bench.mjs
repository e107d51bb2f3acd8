// `npm run bench [-- --json] [-- --only kernel,clone]`: the figures of the README, made anew from a bundle of bench/.
import { spawnSync } from 'node:child_process'
import { bundleScript } from './bundle.mjs'
import { ensureBuilt, ensureInstalled, manyWorldsFlags, root } from './prepare.mjs'

ensureInstalled()
await ensureBuilt()
const program = await bundleScript('bench/main.ts', 'dist/bench', { external: ['fast-check', '@lydell/node-pty'] })
const done = spawnSync(process.execPath, ['--expose-gc', ...manyWorldsFlags, program, ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' })
process.exit(done.status ?? 1)
