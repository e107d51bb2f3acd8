import { pausePointLines } from '../../lab/scenario/index.ts'
import { listScenarios, readScenarioText } from '../scenario-files.ts'
import type { Terminal } from '../terminal.ts'

export function list(terminal: Terminal): void {
  const scenarios = listScenarios(terminal.cwd)
  const width = Math.max(0, ...scenarios.map(scenario => scenario.name.length))
  for (const scenario of scenarios) {
    // A list does not need a whole parse: the title is one line of the front matter.
    const title = /^title:\s*(.*)$/m.exec(readScenarioText(scenario))?.[1] ?? ''
    terminal.out(`${scenario.name.padEnd(width)}  ${title.replace(/^(["'])(.*)\1$/, '$2')}\n`)
  }
}

/** Where a task can be held: before and after each step of a procedure, and a few places beside. */
export function listPoints(terminal: Terminal): void {
  terminal.out(`${pausePointLines().join('\n')}\n`)
}
