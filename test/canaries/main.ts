import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canaries } from './all.ts'
import type { Canary } from './canary.ts'
import { elusive } from './elusive.ts'
import { find, shrink, type Found, type Small } from './find.ts'
import { mutatedSources } from './mutant.ts'

// Arguments: names of canaries, or none for all; --json, --workers N, --for DURATION, --shrink, --says, --keep (the runs that were found).
const args = process.argv.slice(2)
const option = (name: string, otherwise: string): string => args.includes(name) ? args[args.indexOf(name) + 1]! : otherwise
const isJson = args.includes('--json')
const workers = Number(option('--workers', '2'))
const limit = option('--for', '60s')
const names = args.filter((arg, i) => !arg.startsWith('--') && !['--workers', '--for'].includes(args[i - 1] ?? ''))
const known = [...canaries, ...elusive]
const unknown = names.filter(name => !known.some(canary => canary.name === name))
if (unknown.length > 0) {
  process.stderr.write(`there is no canary ${unknown.join(', ')}\n`)
  process.exit(2)
}
const chosen = names.length === 0 ? canaries : known.filter(({ name }) => names.includes(name))
try {
  for (const canary of chosen) mutatedSources(process.cwd(), canary)
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'vtsim-canaries-'))
const results: { readonly canary: Canary; readonly found: Found; readonly small: Small | null }[] = []
for (const canary of chosen) {
  const found = await find(canary, { root: process.cwd(), folder, workers, for: limit })
  const small = args.includes('--shrink') && found.file !== null ? await shrink(process.cwd(), found) : null
  results.push({ canary, found, small })
  if (!isJson) process.stdout.write(`${line(canary, found)}${small === null ? '' : sizes(small)}\n`)
}
const seconds = results.map(({ found }) => found.processorS ?? found.wallS).sort((a, b) => a - b)
const median = seconds[Math.floor(seconds.length / 2)] ?? 0
const missed = results.filter(({ canary, found }) => found.check === null || !canary.finds.includes(found.check))
if (isJson) process.stdout.write(`${JSON.stringify({ median, missed: missed.map(({ found }) => found.name), found: results.map(({ found, small }) => ({ ...found, small })) }, null, 2)}\n`)
else process.stdout.write(`${results.length - missed.length} of ${results.length} found; median ${median.toFixed(1)} s of processor time\n`)
if (args.includes('--keep')) process.stderr.write(`the runs are in ${folder}\n`)
else rmSync(folder, { recursive: true, force: true })
process.exit(missed.length > 0 ? 1 : 0)

function line({ name, finds }: Canary, { check, schedules, processorS, wallS, says }: Found): string {
  const verdict = check === null ? 'NOT FOUND' : finds.includes(check) ? check : `${check} (NOT EXPECTED)`
  const time = `${(processorS ?? 0).toFixed(1).padStart(6)} s ${wallS.toFixed(1).padStart(6)} s`
  return `${name.padEnd(34)} ${String(schedules).padStart(5)} schedules ${time}  ${verdict}${args.includes('--says') ? `\n    ${says}` : ''}`
}

function sizes({ operations, faults, schedule, wallS }: Small): string {
  return `\n    shrunk to ${operations} operations, ${faults} faults, ${schedule} late events in ${wallS.toFixed(1)} s`
}
