import { writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { ExportFormat, Show } from '../../ui/state/index.ts'
import { endings, exportText } from '../export-text.ts'
import { loadScenario } from '../load-scenario.ts'
import { runFileText } from '../run-file.ts'
import type { Terminal } from '../terminal.ts'

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
  const path = `${stem}.${format === 'replay' ? 'run' : endings[format]}`
  const text = format === 'replay'
    ? runFileText({
      loaded: await loadScenario(terminal.cwd, scenario.source.file), result: branch.result, wallMs: 0,
      ...branch.plan,
    })
    : exportText(format, scenario, branch, {
      until: seq, columns: 100, rows: 30, castVersion: 3, command: terminal.env['VTSIM_COMMAND'] ?? 'vtsim',
    })
  try {
    writeFileSync(resolve(terminal.cwd, path), text)
  } catch {
    throw new Error(`cannot write ${path}`)
  }
  return `written: ${path}${hints[format] === undefined ? '' : `   ${hints[format]}`}`
}

const hints: { readonly [format in ExportFormat]?: string } = {
  perfetto: 'open it at ui.perfetto.dev', asciicast: 'asciinema play', replay: 'vtsim replay',
}
