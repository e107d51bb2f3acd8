import { readFileSync } from 'node:fs'
import { defaultCampaign, exploreOne, planRun, reconnoitre, type FaultName, type StrategyName } from '../../src/lab/explore/index.ts'
import { parseScenario } from '../../src/lab/scenario/index.ts'

// A campaign in one thread, which is what `npm test` has time for: less than half of `vtsim explore` until the first schedule.
// Arguments: scenario, how many schedules, a step to leave out or '', kinds of faults with commas or 'all', strategy.
const [file, schedules, skip, faults, strategy] = process.argv.slice(2) as [string, string, string, string, StrategyName]
const write = process.stdout.write.bind(process.stdout)
const scenario = parseScenario(file, readFileSync(file, 'utf8'))
const campaign = { ...defaultCampaign, strategy, ...faults === 'all' ? {} : { faults: faults.split(',') as FaultName[] } }
const known = await reconnoitre(scenario)
let check: string | null = null
let index = 0
for (; check === null && index < Number(schedules); index++) {
  const { failure } = await exploreOne(scenario, planRun(campaign, known, index), { skip: skip === '' ? [] : [skip] })
  check = failure?.check ?? null
}
write(`${JSON.stringify({ check, schedules: index })}\n`)
process.exit(0)
