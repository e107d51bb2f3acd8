import { formatIntervention } from '../scenario/index.ts'
import type { RunPlan } from './run-plan.ts'

/** The command line that gives a run again. `command` is how the reader calls this program. */
export function runCommandLine(
  verb: 'run' | 'play', file: string, { seed, skip, interventions }: RunPlan, command: string,
): string {
  return [
    `${command} ${verb}`, file, ...(seed === undefined ? [] : [`--seed ${seed}`]),
    ...skip.map(step => `--skip ${step}`),
    ...interventions.map(intervention => `--do ${quoted(formatIntervention(intervention))}`),
  ].join(' ')
}

/** As one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
