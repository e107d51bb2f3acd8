// `npm run across-nodes [-- SEEDS]`: the same run must have the same hash on every supported Node, in every time zone and
// locale. Fetches the other Nodes as npm packages into a scratch folder; runs the bundle; compares.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs'

const majors = [20, 22, 24]
const worlds = [{}, { TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }, { TZ: 'America/St_Johns', LC_ALL: 'C' }]
const flags = [[], ['--jitless']]
const seeds = Number(process.argv[2] ?? 3)
const scenario = 'scenarios/customer-split.md'

ensureInstalled()
await ensureBuilt()
const hashes = new Map()
for (const major of majors) {
  const node = nodeOf(major)
  for (const env of worlds) for (const flag of major === 20 ? flags : [[]]) for (let seed = 1; seed <= seeds; seed++) {
    const run = spawnSync(node, [...flag, join(root, 'dist', 'vtsim.mjs'), 'run', scenario, '--json', '--seed', String(seed)],
      { cwd: root, env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 1 << 28 })
    if (run.status !== 0) { process.stderr.write(run.stderr); process.exit(1) }
    const { traceHash } = JSON.parse(run.stdout)
    const where = `Node ${major} ${flag.join(' ')} ${env.TZ ?? 'own time zone'} seed ${seed}`
    const known = hashes.get(seed)
    if (known !== undefined && known.hash !== traceHash) {
      process.stderr.write(`seed ${seed}: ${traceHash} with ${where}, but ${known.hash} with ${known.where}\n`)
      process.exit(1)
    }
    hashes.set(seed, known ?? { hash: traceHash, where })
    process.stdout.write(`${traceHash}  ${where}\n`)
  }
}

/** The binary of a Node of that major version: this one, or from the registry. */
function nodeOf(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath
  const name = `node-${process.platform}-${process.arch}`
  const folder = join(tmpdir(), 'vtsim-nodes', String(major))
  const binary = join(folder, 'node_modules', name, 'bin', 'node')
  if (existsSync(binary)) return binary
  mkdirSync(folder, { recursive: true })
  const done = spawnSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', `${name}@${major}`], { stdio: 'inherit' })
  if (done.status !== 0) process.exit(1)
  return binary
}
