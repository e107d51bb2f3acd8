import { identityText } from '../lab/explore/index.ts'
import type { DecidingPair, LeftOut, Shrunk, Trial, WhatDecides } from '../lab/shrink/index.ts'
import type { Scenario } from '../lab/scenario/index.ts'
import { messageOf, spaceTimeRows, type SpaceTimeRow } from '../ui/export/index.ts'
import { actorOf, causesOf, storyOf, type Story, type Told } from '../ui/story/index.ts'

/** One of the two events whose order decides, in words. */
export interface DecidingEvent {
  readonly seq: number
  readonly timeUs: number
  readonly process: string
  readonly task: string
  /** What comes up. */
  readonly says: string
  /** What becomes of it at once; '': nothing that is worth telling. */
  readonly then: string
  /** What led to it, the nearest first. */
  readonly causes: readonly string[]
}

const causesMax = 2

/** Both events in the order in which the run fails. */
export function decidingEvents(
  { failing, first, second }: DecidingPair, { frontMatter }: Scenario,
): readonly [DecidingEvent, DecidingEvent] {
  const story = storyOf(failing.result.run.trace, frontMatter.cluster)
  return [decidingEvent(story, first), decidingEvent(story, second)]
}

function decidingEvent(story: Story, seq: number): DecidingEvent {
  const { process, task, timeUs } = story.trace.get(seq)
  const effect = story.trace.effects(seq).map(at => story.at(at)).find(({ weight }) => weight !== 'machinery')
  const causes = causesOf(story, seq).toReversed().slice(1, 1 + causesMax)
  return {
    seq, timeUs, process, task, says: wordsOf(story, seq), then: effect === undefined ? '' : toldText(effect),
    causes: causes.map(({ told }) => `${toldText(told)} (${seconds(told.timeUs)})`),
  }
}

/** A message says who sent it. */
function wordsOf(story: Story, seq: number): string {
  const { trace } = story
  const message = messageOf(trace, trace.get(seq))
  const from = message === null || actorOf(message.from) === actorOf(message.to) ? '' : ` from ${actorOf(message.from)}`
  return `${story.at(seq).text}${from}`
}

function toldText({ actor, text }: Told): string {
  return actor === '' ? text : `${actor} ${text}`
}

/** What decides, for a person. */
export function decidesLines(
  shrunk: Shrunk, decides: WhatDecides | null, scenario: Scenario, faultLines: readonly string[],
): string[] {
  const { check } = shrunk.identity
  if (decides === null) return ['what decides was not asked: there was no time left']
  const { pair, failsWhenDull } = decides
  if (pair === null) return withoutPair(shrunk, decides, faultLines)
  const late = pair.failing === shrunk.trial ? 0 : lateIn(pair.failing)
  const plain = failsWhenDull ? 'it fails in the plain order; but ' : ''
  return [
    `what decides: ${plain}these two the other way round, and ${check} holds`,
    ...late === 0 ? [] : [`  where ${late} other ${late === 1 ? 'event' : 'events'} came late`],
    ...decidingEvents(pair, scenario).flatMap((event, index) => eventLines('AB'[index]!, event)),
  ]
}

function eventLines(letter: string, { timeUs, process, task, says, then, causes }: DecidingEvent): string[] {
  return [
    `  ${letter}  ${(timeUs / 1e6).toFixed(6)} s ${process} [${task}]`, `     ${says}${then === '' ? '' : `; then ${then}`}`,
    ...causes.length === 0 ? [] : [`     ← ${causes.join(' ← ')}`],
  ]
}

function withoutPair(
  { identity, trial }: Shrunk, { failsWhenDull, orders, without, isOver }: WhatDecides, faults: readonly string[],
): string[] {
  const timeWasUp = isOver ? ['  the time was up before more was known'] : []
  if (!failsWhenDull) {
    return [`what decides: some of the ${lateIn(trial)} late events; in no order that was tried does ${identity.check} hold`, ...timeWasUp]
  }
  const others = orders.tried === 0 ? '' : orders.failed === orders.tried ? `, as in each of ${orders.tried} others that were tried`
    : `, and in ${orders.failed} of ${orders.tried} others; in none of them does ${identity.check} hold`
  return [
    `what decides: no order; it fails in the plain one${others}`,
    ...without !== null ? [`  ${leftOutText(without, faults)}, and ${identity.check} holds`]
      : isOver ? [] : [`  nothing of it decides by itself: ${identityText(identity)} comes of the scenario as it is`],
    ...timeWasUp,
  ]
}

function leftOutText({ kind, name, timeUs }: LeftOut, faults: readonly string[]): string {
  switch (kind) {
    case 'fault': return `without the fault ${faults.find(line => timeUs !== null && line.startsWith(`${seconds(timeUs)} `)) ?? name}`
    case 'choice': return `with the plain choice of ${name}`
    case 'step': return `with the step ${name}${timeUs === null ? '' : ` at ${seconds(timeUs)}`}`
    case 'intervention': return `without what was decided at event ${name}`
  }
}

/** How many events come late in a run. */
function lateIn({ run }: Trial): number {
  return run.log.entries.filter(({ type }) => type === 'postponed').length
}

function seconds(us: number): string {
  return `${(us / 1e6).toFixed(3)} s`
}

/** Rows for the two events among those of a diagram: those that have no place in one get it. */
export function withPair(rows: readonly SpaceTimeRow[], { failing, first, second }: DecidingPair, story: Story): SpaceTimeRow[] {
  const { trace } = failing.result.run
  const rowOf = (seq: number, letter: string): SpaceTimeRow => {
    const [known] = spaceTimeRows(trace, story, seq, 1, 0)
    const { process, timeUs } = trace.get(seq)
    const row = known?.seq === seq ? known
      : { seq, timeUs, actor: actorOf(process), from: null, text: story.at(seq).text, tone: 'bad' as const, isHeading: false }
    return { ...row, text: `${letter} ${row.text}` }
  }
  const others = rows.filter(({ seq }) => seq !== first && seq !== second)
  return [...others, rowOf(first, 'A'), rowOf(second, 'B')].sort((a, b) => a.seq - b.seq)
}

/** For a program. */
export function jsonDecides(decides: WhatDecides | null, scenario: Scenario): object | null {
  if (decides === null) return null
  const { failsWhenDull, orders, without, pair, isOver } = decides
  return {
    failsWhenDull, orders, without, isOver,
    pair: pair === null ? null : { events: decidingEvents(pair, scenario), lateEvents: lateIn(pair.failing) },
  }
}
