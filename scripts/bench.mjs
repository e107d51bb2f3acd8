// `npm run bench [-- --json] [-- --only kernel,clone]`: the figures of the README, made anew from a bundle of bench/.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, manyWorldsFlags, root } from './prepare.mjs'

ensureInstalled()
await ensureBuilt()
const esbuild = await import('esbuild')
await esbuild.build({
  absWorkingDir: root, entryPoints: { bench: 'bench/main.ts' }, outdir: 'dist/bench', outExtension: { '.js': '.mjs' },
  bundle: true, format: 'esm', platform: 'node', target: 'node20', external: ['alasql', 'fast-check', '@lydell/node-pty'],
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false, target: 'ES2022' } },
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  logLevel: 'warning',
})
const done = spawnSync(process.execPath, ['--expose-gc', ...manyWorldsFlags, join(root, 'dist/bench/bench.mjs'), ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' })
process.exit(done.status ?? 1)
