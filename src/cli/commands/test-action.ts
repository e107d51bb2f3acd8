import { writeFileSync } from 'node:fs'
import {
  compareOutput, recordOutputs, type ConsoleEntry, type OutputDifference,
} from '../../lab/scenario/index.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { loadScenario, type LoadedScenario } from '../load-scenario.ts'
import { createPaint } from '../paint.ts'
import { playScenario } from '../play.ts'
import { isAsExpected, isVerdictExpected } from '../run-report.ts'
import { listScenarios } from '../scenario-files.ts'
import { wantsColor, type Terminal } from '../terminal.ts'

export interface TestArgs { scenarios: readonly string[]; update: boolean }

export async function test(args: TestArgs, terminal: Terminal): Promise<ExitCode> {
  const paint = createPaint(wantsColor(terminal))
  const given = args.scenarios.length > 0 ? args.scenarios : listScenarios(terminal.cwd).map(
    scenario => scenario.path
  )
  let passed = 0
  let failed = 0
  for (const name of given) {
    const loaded = await loadScenario(terminal.cwd, name)
    const problems = await testOne(loaded, args.update, terminal)
    if (problems.length === 0) passed++
    else failed++
    terminal.out(
      `${problems.length === 0 ? paint.green('pass') : paint.red('FAIL')}  ${loaded.scenario.source.file}\n`
    )
    for (const problem of problems) terminal.out(`      ${problem}\n`)
  }
  terminal.out(`\n${passed} passed, ${failed} failed\n`)
  return failed === 0 ? exitCodes.ok : exitCodes.failed
}

/** What is wrong, one sentence each. With `update`, output that differs is recorded and is no problem. */
async function testOne(loaded: LoadedScenario, update: boolean, terminal: Terminal): Promise<string[]> {
  const { scenario } = loaded
  const { result, wallMs } = await playScenario(loaded, {}, terminal)
  const problems: string[] = []
  for (const block of scenario.blocks) {
    if (block.kind !== 'console' || update) continue
    for (const entry of block.entries) {
      const difference = compareOutput(entry.output, result.outputs.get(entry) ?? [])
      if (difference !== null) problems.push(describe(scenario.source.file, entry, difference))
    }
  }
  if (update) {
    const text = recordOutputs(scenario, result.outputs)
    if (text !== scenario.source.text) writeFileSync(loaded.file.path, text)
  }
  const reported = { loaded, result, seed: undefined, skip: [], interventions: [], wallMs }
  if (!isAsExpected(reported)) {
    for (const { name, verdict } of result.checks) {
      const isViolationExpected = scenario.frontMatter.expectViolationOf.includes(name)
      if (isVerdictExpected(verdict, isViolationExpected)) continue
      const expected = isViolationExpected ? 'violated' : 'ok'
      const says = verdict.verdict === 'violated' ? `: ${verdict.evidence[0]!.says}` : ''
      problems.push(`${name} is ${verdict.verdict}, expected ${expected}${says}`)
    }
  }
  return problems
}

function describe(file: string, entry: ConsoleEntry, { index, recorded, actual }: OutputDifference): string {
  return `${file}:${entry.lastLine + 1 + index}: recorded ${quote(recorded)}, now ${quote(actual)}`
}

function quote(line: string | undefined): string {
  return line === undefined ? 'nothing' : `\`${line}\``
}
