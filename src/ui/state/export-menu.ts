import type { ExportFormat } from './action.ts'
import type { Menu, MenuItem } from './overlay.ts'
import { takeOf } from './show.ts'
import type { Show } from './state.ts'

const formats: readonly (readonly [format: ExportFormat, label: string, hint: string])[] = [
  ['replay', 'run file', 'seed, decisions and the hash of every event: `vtsim replay` makes the same run of it'],
  ['html', 'one HTML page', 'timeline, lanes and verdicts in a file that needs no network'],
  ['mermaid', 'Mermaid sequence diagram', 'who said what to whom, up to this moment; Git hosts draw it'],
  ['perfetto', 'Perfetto trace', 'every process as a track, for ui.perfetto.dev or chrome://tracing'],
  ['asciicast', 'asciicast', 'this stage as a film of the terminal, for asciinema'],
]

/** What the branch that is shown can be written as. */
export function exportMenu(show: Show): Menu {
  const { name, isRunning } = takeOf(show).branch
  const items = formats.map(([format, label, hint]): MenuItem => ({
    label, hint, disabledBecause: isRunning ? 'the run is still being made' : null, action: { type: 'export', format },
  }))
  return { name: 'export', title: `Export ${name} at event ${show.cursor.seq}`, filter: '', selected: 0, items }
}
