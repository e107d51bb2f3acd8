/**
 * # Export: a run for other tools
 *
 * Pure functions from a trace to text: **Perfetto** (a profile of the run), **Mermaid** (what led to a moment,
 * for a document), **asciicast** (what a terminal showed), **HTML** (one page to send to a colleague). A
 * **message** is what went from one process to another; **chatter** are those that never stop and tell
 * nothing.
 *
 *     trace ─▶ messages, steps, marks ─▶ perfetto · mermaid · html
 *     screens ─▶ frames ───────────────▶ asciicast
 *
 * Invariants: the same run gives the same text; what is left out is said, with its number; times are virtual.
 */
export { asciicast, type CastFrame, type CastOptions } from './asciicast.ts'
export { eventAt, failureUs } from './failure-moment.ts'
export { failureRows } from './failure-rows.ts'
export { html } from './html/html.ts'
export type { PageFacts } from './html/page-data.ts'
export { spaceTimeLegend } from './legend.ts'
export { mermaid, mermaidOfRows, type MermaidOptions } from './mermaid.ts'
export { messageOf, messages, type Message } from './message.ts'
export { perfetto } from './perfetto.ts'
export {
  spaceTime, spaceTimeRows, type SpaceTimeOptions, type SpaceTimeRow,
} from './space-time.ts'
export { byTier } from './tier.ts'
