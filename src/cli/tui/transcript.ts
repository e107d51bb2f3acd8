import { formatSeconds } from '../../base/index.ts'
import { runCommandLine, type Branch } from '../../lab/branch/index.ts'
import { takeOf, timeOf, type Show, type UiState } from '../../ui/state/index.ts'

/** Chapters that are told: the last so many of those that the reader has come to. */
const chaptersMax = 8

/**
 * What stays on the screen after the UI was left: the chapters up to where the reader was, what became of each
 * branch, and how to come back. `command` is how the reader calls this program.
 */
export function transcript({ show }: UiState, command: string): string[] {
  if (show === null) return []
  const { scenario } = show
  return [
    scenario.frontMatter.title,
    ...chapters(show),
    ...show.takes.flatMap(({ branch }) => branchLines(branch, show)),
    `Again:   ${runCommandLine('play', scenario.source.file, takeOf(show).branch.plan, command)}`,
    `Replay:  ${runCommandLine('run', scenario.source.file, takeOf(show).branch.plan, command)}`,
  ]
}

function chapters(show: Show): string[] {
  const { markers, length } = takeOf(show).timeline
  const passed = markers.filter(({ kind, seq }) => kind === 'phase' && seq <= show.cursor.seq)
  const left = passed.length - chaptersMax
  const here = show.cursor.seq < length ? `  you left at #${show.cursor.seq} of ${length}` : '  to its end'
  return [
    ...left > 0 ? [`            … ${left} before`] : [],
    ...passed.slice(-chaptersMax).map(({ timeUs, title }) => `${seconds(timeUs)}  ${title}`),
    `${seconds(timeOf(show, show.cursor.seq))}${here}`,
  ]
}

function seconds(timeUs: number): string {
  return `${formatSeconds(timeUs).padStart(9)} s`
}

function branchLines({ name, decision, parent, isRunning, problem, result }: Branch, show: Show): string[] {
  const came = parent === null ? '' : ` (from ${parent.name} at #${parent.after}: ${decision})`
  const expected = show.scenario.frontMatter.expectViolationOf
  const broken = (result?.checks ?? []).filter(({ verdict }) => verdict.verdict === 'violated')
  const end = problem ?? (isRunning || result === null ? 'still being made'
    : broken.length === 0 ? `all ${result.checks.length} checks hold`
      : broken.map(check => `${check.name} is violated${expected.includes(check.name) ? ', as expected' : ''}`).join(', '))
  return show.takes.length === 1 ? [`${' '.repeat(13)}${end}`] : [`  branch ${name}${came}: ${end}`]
}
