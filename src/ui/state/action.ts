import type { Intervention } from '../../lab/branch/index.ts'
import type { Scenario } from '../../lab/scenario/index.ts'
import type { Menu, PromptName } from './overlay.ts'
import type { CatalogueEntry } from './picker-state.ts'
import type { Exchange } from './console-state.ts'
import type { PaneName, ScreenName, Show, Size, Take } from './state.ts'

/** All that can happen to the UI: what a key means, and what effects report. */
export type Action =
  // The terminal.
  | { readonly type: 'key'; readonly key: KeyPress }
  | { readonly type: 'resize'; readonly size: Size }
  | { readonly type: 'tick'; readonly elapsedMs: number }
  // Time.
  | { readonly type: 'play' | 'pause' | 'toggle-play' | 'start' | 'end' }
  | { readonly type: 'speed'; readonly by: 1 | -1 }
  /** So many of the events that are told; or of all, machinery too. */
  | { readonly type: 'step' | 'step-event'; readonly by: number }
  | { readonly type: 'marker'; readonly which: 'phase' | 'trouble' | 'selected'; readonly by: 1 | -1 }
  | { readonly type: 'seek'; readonly seq: number }
  | { readonly type: 'seek-fraction'; readonly tenths: number }
  | { readonly type: 'scale' }
  // Looking.
  | { readonly type: 'open-screen'; readonly screen: ScreenName }
  | { readonly type: 'back' }
  | { readonly type: 'next-difference'; readonly by: 1 | -1 }
  | { readonly type: 'compare-next' }
  | { readonly type: 'focus'; readonly pane: PaneName | 'next' | 'previous' }
  | { readonly type: 'scroll'; readonly by: number }
  | { readonly type: 'prompt'; readonly what: PromptName }
  | { readonly type: 'menu'; readonly menu: Menu['name'] }
  | { readonly type: 'glossary' | 'names' | 'console' | 'find-next' | 'find-previous' }
  // Deciding.
  | { readonly type: 'decide'; readonly decision: string; readonly interventions: readonly Intervention[] }
  | { readonly type: 'branch-here' }
  | { readonly type: 'switch-branch'; readonly name: string | 'next' }
  | { readonly type: 'undo' }
  | { readonly type: 'submit-console'; readonly text: string }
  | { readonly type: 'answer'; readonly choice: number | null }
  // Files and leaving.
  | { readonly type: 'open'; readonly entry: CatalogueEntry }
  | { readonly type: 'export'; readonly format: ExportFormat }
  | { readonly type: 'suspend' | 'quit' | 'interrupt' }
  // What effects report.
  | { readonly type: 'opened'; readonly scenario: Scenario; readonly take: Take }
  | { readonly type: 'reopened'; readonly show: Show }
  | { readonly type: 'not-opened'; readonly text: string }
  | { readonly type: 'branched'; readonly take: Take }
  | { readonly type: 'grown'; readonly branch: string }
  | { readonly type: 'answered'; readonly exchange: Exchange }
  | { readonly type: 'menu-ready'; readonly menu: Menu }
  | { readonly type: 'told'; readonly tone: 'info' | 'ok' | 'bad'; readonly text: string }

export type ExportFormat = 'perfetto' | 'mermaid' | 'asciicast' | 'html' | 'replay'

/** A key as a terminal tells it: a character, or a name such as `up`, `enter`, `escape`, `tab`, `page-down`. */
export interface KeyPress {
  readonly name: string
  /** The character that was typed; '' for keys that are none. */
  readonly text: string
  readonly ctrl: boolean
  readonly alt: boolean
  readonly shift: boolean
}
