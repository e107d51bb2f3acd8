import { basename } from 'node:path'
import type { ExportFormat, Show } from '../../ui/state/index.ts'
import { endings, exportText } from '../export-text.ts'
import { loadScenario } from '../load-scenario.ts'
import { quoted } from '../report-error.ts'
import { runFileText, storedBranch } from '../run-file.ts'
import type { Terminal } from '../terminal.ts'
import { writeNew } from '../write-whole.ts'

/**
 * Writes a branch that is shown in the UI to a file beside which vtsim was started, and answers what to tell
 * the reader. Rejects with one line if the branch is still being made or the file cannot be written.
 */
export async function exportShown(
  terminal: Terminal, format: ExportFormat, show: Show, name: string, seq: number,
): Promise<string> {
  const branch = show.takes.find(take => take.branch.name === name)?.branch
  if (branch === undefined || branch.result === null) throw new Error('this run is not made yet: try again later')
  const { scenario } = show
  const suffix = name === 'main' ? '' : `-${name.replaceAll(' ', '-')}`
  const stem = basename(scenario.source.file).replace(/\.md$/, '') + suffix
  const ending = format === 'replay' ? 'run' : endings[format]
  const command = terminal.env['VTSIM_COMMAND'] ?? 'vtsim'
  const text = format === 'replay'
    ? runFileText(storedBranch(await loadScenario(terminal.cwd, scenario.source.file), branch.plan, branch.result.run), branch.trace)
    : exportText(format, scenario, branch, {
      until: seq, columns: 100, rows: 30, castVersion: 3, command,
    })
  const path = writeNew(terminal.cwd, stem, ending, text)
  const hint = format === 'replay' ? `${command} replay ${quoted(path)}` : hints[format]
  return `written: ${path}${hint === undefined ? '' : `   ${hint}`}`
}

const hints: { readonly [format in ExportFormat]?: string } = {
  perfetto: 'open it at ui.perfetto.dev', asciicast: 'asciinema play',
}
