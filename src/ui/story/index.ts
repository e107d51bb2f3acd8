/**
 * # Story: a run in words
 *
 * A **sentence** says what one event means: who, what, and how much it matters (its **weight**: from a
 * chapter down to machinery). A **story** is what a whole run tells, with a memory, since most news is a
 * change. **Traffic** is the daily work of clients and replication, which is summed up. The **cause** of an event
 * is who called whom, or the earlier event that made it come out as it did: a record that was read, a tablet
 * that had stopped serving.
 *
 *     event ─▶ tell(event, memory) ─▶ sentence ─▶ story ─▶ rows of a pane
 *                                                   └───▶ why: causes to the root, effects forward
 *
 * Invariants: a sentence depends on its event and those before it, never on later ones, on a seed, or on a time
 * of day; whatever it says is in the trace; every kind of event has words.
 *
 * What a real cluster does not have: anybody who has seen everything. Each sentence says what happened, not what
 * somebody in the cluster could know.
 */
export { actorOf } from './actor.ts'
export { isErrorLine } from './answer.ts'
export { align, type Pair } from './align.ts'
export { sentence, tell, toldKinds } from './tell.ts'
export type { Sentence, Weight } from './sentence.ts'
export { Memory } from './memory.ts'
export { Story, type Told } from './story.ts'
export { storyOf } from './story-of.ts'
export { causeOf, causesOf, effectsOf, type Link } from './why.ts'
export { narrate, type Narration, type Paragraph } from './narration.ts'
export { plainProse } from './plain-prose.ts'
export { findTerms, glossary, termsIn } from './glossary.ts'
export type { Term } from './glossary/term.ts'
export { names, todayOf, type NamePair } from './names.ts'
export { readingMs } from './reading-time.ts'
export { nextRead, nextTold, rowAt, rowFrom, rowsAfter, rowsUpTo, type RowFilter, type StoryRow } from './rows.ts'
