// `npm start`: the whole customer split, narrated. `npm start -- <arguments>` is `vtsim <arguments>`.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs'

ensureInstalled()
await ensureBuilt()
const given = process.argv.slice(2)
const done = spawnSync(process.execPath,
  ['--enable-source-maps', join(root, 'dist', 'vtsim.mjs'), ...(given.length > 0 ? given : ['run', 'scenarios/customer-split.md'])],
  { cwd: root, stdio: 'inherit', env: { ...process.env, VTSIM_COMMAND: 'npm start --' } })
process.exit(done.status ?? 1)
