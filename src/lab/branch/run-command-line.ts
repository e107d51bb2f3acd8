import { formatIntervention } from '../scenario/index.ts'
import type { RunPlan } from './run-plan.ts'

/** The command line that gives a run again. `command` is how the reader calls this program. */
export function runCommandLine(
  verb: 'run' | 'play', file: string, { seed, skip, interventions, from, explored }: RunPlan, command: string,
): string {
  if (explored !== undefined) return `${command} ${verb === 'run' ? 'replay' : verb} ${quoted(explored.file)}`
  return [
    `${command} ${verb}`, file, ...(seed === undefined ? [] : [`--seed ${seed}`]),
    ...(from === undefined ? [] : [`--from ${quoted(from.command)}`]),
    ...skip.map(step => `--skip ${step}`),
    ...interventions.map(intervention => `--do ${quoted(formatIntervention(intervention))}`),
  ].join(' ')
}

/** As one word of a shell. */
function quoted(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text
  return `'${text.replaceAll("'", "'\\''")}'`
}
