import type { Intervention, RunPlan } from '../../lab/branch/index.ts'
import type { Scenario } from '../../lab/scenario/index.ts'
import type { ExportFormat } from './action.ts'
import type { CatalogueEntry } from './picker-state.ts'

/** What the UI wants done outside of its state. Each reports by actions. */
export type Effect =
  | { readonly type: 'open'; readonly entry: CatalogueEntry }
  /** Runs the plan as a new branch; `grown` is told while it goes on. */
  | {
    readonly type: 'branch'
    readonly scenario: Scenario
    readonly name: string
    readonly parent: string
    readonly after: number
    readonly decision: string
    readonly plan: RunPlan
  }
  /** Reads at a moment without leaving a trace: in a run of its own, which ends there. */
  | { readonly type: 'probe'; readonly scenario: Scenario; readonly plan: RunPlan; readonly question: Intervention }
  /** What could run next at a moment, for the menu of choices. */
  | { readonly type: 'choices'; readonly scenario: Scenario; readonly plan: RunPlan; readonly after: number }
  | { readonly type: 'export'; readonly format: ExportFormat; readonly branch: string; readonly seq: number }
  | { readonly type: 'remember-done'; readonly file: string }
  | { readonly type: 'remember-line'; readonly text: string }
  | { readonly type: 'suspend' | 'quit' | 'interrupt' }
