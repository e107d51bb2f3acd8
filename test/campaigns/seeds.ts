import { readFileSync } from 'node:fs'
import { parseScenario, runScenario } from '../../src/lab/scenario/index.ts'

/** What one seed gave, as one line of JSON. */
export interface SeedResult {
  readonly seed: number
  readonly hash: string
  /** The second run of the same seed had the same hash. */
  readonly repeats: boolean
  readonly outcome: string
  readonly violated: readonly string[]
  readonly operations: number
  readonly events: number
}

// Arguments: scenario, first seed, last seed, step between seeds, steps to skip (comma separated, or '').
const [file, first, last, stride, skipped] = process.argv.slice(2) as [string, string, string, string, string]
const skip = skipped === '' ? [] : skipped.split(',')
const write = process.stdout.write.bind(process.stdout)
const scenario = parseScenario(file, readFileSync(file, 'utf8'))
for (let seed = Number(first); seed <= Number(last); seed += Number(stride)) {
  const once = await runScenario(scenario, { seed, skip, trace: false })
  const twice = await runScenario(scenario, { seed, skip, trace: false })
  const result: SeedResult = {
    seed, hash: once.run.hash, repeats: once.run.hash === twice.run.hash && once.events === twice.events, outcome: once.run.outcome,
    violated: once.checks.filter(({ verdict }) => verdict.verdict !== 'ok').map(({ name }) => name),
    operations: once.clients.sent, events: once.events,
  }
  write(`${JSON.stringify(result)}\n`)
}
