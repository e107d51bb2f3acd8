import type { ConsoleEntry } from './console-block.ts'
import { compareOutput } from './match-output.ts'
import type { Scenario } from './parse-scenario.ts'

/**
 * The scenario's text with the output of a run in place of the recorded one. An entry whose record already
 * matches stays as it is, and so does one that the run did not reach.
 */
export function recordOutputs(
  scenario: Scenario, outputs: ReadonlyMap<ConsoleEntry, readonly string[]>,
): string {
  const { source } = scenario
  const lines = source.text.split('\n')
  const replaced: { first: number; count: number; output: readonly string[] }[] = []
  for (const block of scenario.blocks) {
    if (block.kind !== 'console') continue
    for (const entry of block.entries) {
      const actual = outputs.get(entry)
      if (actual === undefined || compareOutput(entry.output, actual) === null) continue
      replaced.push(
        { first: entry.lastLine, count: entry.output.length, output: tidy(actual, entry, block.lastLine) }
      )
    }
  }
  for (const { first, count, output } of replaced.reverse()) lines.splice(first, count, ...output)
  return lines.join('\n')
}

/** The mysql client ends its output with an empty line, which is left out at the end of a block. */
function tidy(output: readonly string[], entry: ConsoleEntry, lastLineOfBlock: number): readonly string[] {
  const isLast = entry.lastLine + entry.output.length >= lastLineOfBlock
  let end = output.length
  while (isLast && end > 0 && output[end - 1]!.trim() === '') end--
  return output.slice(0, end).map(line => line.trimEnd())
}
