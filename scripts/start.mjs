// `npm start`: the first lesson in a terminal; in a pipe or in CI the whole customer split, narrated.
// `npm start -- <arguments>` is `vtsim <arguments>`.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs'

ensureInstalled()
await ensureBuilt()
const given = process.argv.slice(2)
const { CI, TERM } = process.env
const isWatched = process.stdout.isTTY && process.stdin.isTTY && (CI ?? 'false') === 'false' && TERM !== undefined && TERM !== 'dumb'
const words = given.length > 0 ? given : isWatched ? ['learn', '0'] : ['run', 'scenarios/customer-split.md']
const done = spawnSync(process.execPath, [...debugging(), join(root, 'dist', 'vtsim.mjs'), ...words],
  { cwd: root, stdio: 'inherit', env: { ...process.env, VTSIM_COMMAND: 'npm start --' } })
// Who leaves by Ctrl-C knows it, and needs no error of npm.
process.exit(done.status === 130 ? 0 : done.status ?? 1)

/** Source maps cost a tenth of the time to the first picture. */
function debugging() {
  return process.env.VTSIM_DEBUG === '1' ? ['--enable-source-maps'] : []
}
