// `npm run seeds [-- FIRST LAST [--scenario FILE] [--skip STEP]]`: runs a scenario under each seed, twice, on all cores, and says
// which checks failed how often and whether each hash came again. Exit code 1 if a hash differs, or a check failed without --skip.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { bundleScript } from './bundle.mjs'
import { ensureInstalled, manyWorldsFlags, root } from './prepare.mjs'

const args = process.argv.slice(2)
const option = (name, otherwise) => args.includes(name) ? args[args.indexOf(name) + 1] : otherwise
const numbers = args.filter(arg => /^\d+$/.test(arg)).map(Number)
const [first, last] = [numbers[0] ?? 1, numbers[1] ?? 500]
const scenario = option('--scenario', 'scenarios/customer-split.md')
const skip = option('--skip', '')

ensureInstalled()
const program = await bundleScript('test/campaigns/seeds.ts', 'dist/campaigns')

const cores = Math.min(availableParallelism(), last - first + 1)
const results = []
const startMs = Date.now()
await Promise.all(Array.from({ length: cores }, (_, i) => new Promise((resolve, reject) => {
  const child = spawn(process.execPath, [
    ...manyWorldsFlags, program, scenario, String(first + i), String(last), String(cores), skip,
  ], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  createInterface({ input: child.stdout }).on('line', line => {
    results.push(JSON.parse(line))
    if (process.stderr.isTTY) process.stderr.write(`\r${results.length} of ${last - first + 1} seeds`)
  })
  child.on('close', code => code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`)))
})))
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')

const counts = new Map()
for (const { violated } of results) for (const name of violated) counts.set(name, (counts.get(name) ?? 0) + 1)
const unlike = results.filter(({ repeats }) => !repeats)
const unfinished = results.filter(({ outcome }) => outcome !== 'done')
const clean = results.filter(({ violated }) => violated.length === 0)
console.log(`${results.length} seeds of ${scenario}${skip === '' ? '' : ` without ${skip}`} in ${((Date.now() - startMs) / 1000).toFixed(0)} s on ${cores} cores, each run twice`)
console.log(`every check ok: ${clean.length}; hash differs the second time: ${unlike.length}; did not end: ${unfinished.length}; different hashes: ${new Set(results.map(({ hash }) => hash)).size}`)
for (const [name, count] of [...counts].sort((a, b) => b[1] - a[1])) console.log(`  ${name} failed in ${count} (${(100 * count / results.length).toFixed(1)} %)`)
const bad = results.filter(({ violated }) => violated.length > 0)
if (bad.length > 0) console.log(`  first: npm start -- run ${scenario} --seed ${Math.min(...bad.map(({ seed }) => seed))}${skip === '' ? '' : ` --skip ${skip}`}`)
process.exit(unlike.length > 0 || unfinished.length > 0 || (skip === '' && bad.length > 0) ? 1 : 0)
