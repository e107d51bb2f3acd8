import { nextRead, nextTold, readingMs, rowAt, rowFrom, storyOf } from '../../story/index.ts'
import {
  isAtEnd, screenOf, takeOf, timeOf, troublesOf, withShow, type Action, type Show, type Speed, type UiState, type Updated,
} from '../../state/index.ts'

/** Slowest first. */
const speeds: readonly Speed[] = ['steps', 0.01, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 64]

/** Real milliseconds for each row at the speed `steps`. */
const stepMs = 1000

/** Moves the moment that is shown. */
export function updateTime(state: UiState, action: Action): Updated | null {
  const { show } = state
  if (show === null) return null
  switch (action.type) {
    case 'play': return [play(state, show), []]
    case 'pause': return [playing(state, false), []]
    case 'toggle-play': return [show.player.isPlaying ? playing(state, false) : play(state, show), []]
    case 'tick': return [tick(state, show, action.elapsedMs), []]
    case 'speed': return [changeSpeed(state, show, action.by), []]
    case 'start': return [moveTo(state, 0), []]
    case 'end': return [toEnd(state, show), []]
    case 'step': return [step(state, show, action.by), []]
    case 'step-event': return [moveTo(state, show.cursor.seq + action.by), []]
    case 'seek': return [moveTo(state, action.seq), []]
    case 'seek-fraction': return [moveTo(state, fraction(show, action.tenths / 10)), []]
    case 'marker': return [toMarker(state, show, action.which, action.by), []]
    case 'scale': return [withShow(state, ({ scale }) => ({ scale: scale === 'events' ? 'time' : 'events' })), []]
    default: return null
  }
}

/** Shows the moment after this event, and pauses: who moves by hand wants to look. */
export function moveTo(state: UiState, seq: number): UiState {
  return withShow(state, show => ({
    cursor: { seq: Math.max(0, Math.min(seq, takeOf(show).timeline.length)) }, scroll: 0, isBoundForEnd: false,
    player: { ...show.player, isPlaying: false, carryUs: 0, heldMs: 0 },
  }))
}

/** The end; of a run that is still being made the end so far, and on from there as it grows. */
function toEnd(state: UiState, show: Show): UiState {
  const there = moveTo(state, takeOf(show).timeline.length)
  if (isAtEnd(there.show!)) return there
  const notice = { tone: 'info' as const, text: 'the run is still being made: going along to its end' }
  return withShow({ ...there, notice }, () => ({ isBoundForEnd: true }))
}

/** Goes along with a run that has grown, for who wanted to its end. */
export function goAlong(state: UiState): UiState {
  const { show } = state
  if (show === null || !show.isBoundForEnd) return state
  const there = withShow(state, () => ({ cursor: { seq: takeOf(show).timeline.length } }))
  return isAtEnd(there.show!) ? withShow({ ...there, notice: null }, () => ({ isBoundForEnd: false })) : there
}

/** The event at this part of the run, on the scale that is shown. */
export function fraction(show: Show, part: number): number {
  const { timeline } = takeOf(show)
  if (part >= 1) return timeline.length
  return atRow(show, show.scale === 'time' ? timeline.seqAt(timeline.endUs * part) : Math.round(timeline.length * part))
}

/** The nearest event at or before this one that is told: who jumps wants to see something. The end is the end. */
export function atRow(show: Show, seq: number): number {
  const { branch, timeline } = takeOf(show)
  return seq >= timeline.length ? seq : rowAt(storyOf(branch.trace, show.scenario.frontMatter.cluster), seq, null)
}

/** So many rows of the list of events further; past the last one is the end. */
function step(state: UiState, show: Show, by: number): UiState {
  return moveTo(state, rowsFurther(show, by))
}

function rowsFurther(show: Show, by: number): number {
  const { branch, timeline } = takeOf(show)
  const story = storyOf(branch.trace, show.scenario.frontMatter.cluster)
  const seq = rowFrom(story, show.cursor.seq, by, show.filter)
  if (seq !== null || by < 0) return seq ?? 0
  return branch.isRunning ? Math.max(show.cursor.seq, story.told.at(-1)?.seq ?? 0) : timeline.length
}

function play(state: UiState, show: Show): UiState {
  return playing(isAtEnd(show) ? moveTo(state, 0) : state, true)
}

function playing(state: UiState, isPlaying: boolean): UiState {
  return withShow(state, ({ player }) => ({ player: { ...player, isPlaying }, isBoundForEnd: false }))
}

function changeSpeed(state: UiState, { player }: Show, by: 1 | -1): UiState {
  const speed = speeds[speeds.indexOf(player.speed) + by]
  if (speed === undefined) return state
  // At one step a second, real time is what is carried over.
  const carryUs = speed === 'steps' || player.speed === 'steps' ? 0 : player.carryUs
  return withShow(state, () => ({ player: { ...player, speed, carryUs } }))
}

function tick(state: UiState, show: Show, elapsedMs: number): UiState {
  const { player, cursor } = show
  if (!player.isPlaying) return state
  const { timeline, branch } = takeOf(show)
  const { seq, carryUs, heldMs } = player.speed === 'steps'
    ? stepped(show, player.carryUs + elapsedMs * 1000) : flown(show, elapsedMs, player.speed)
  const stop = questionBetween(show, cursor.seq, seq)
  if (stop !== null) return moveTo(state, stop)
  if (seq < timeline.length) return withShow(state, () => ({ cursor: { seq }, player: { ...player, carryUs, heldMs } }))
  const there = withShow(state, () => ({
    cursor: { seq: timeline.length }, player: { ...player, isPlaying: branch.isRunning, carryUs: 0, heldMs },
  }))
  const isLesson = show.scenario.frontMatter.lesson !== null
  return isLesson && isAtEnd(there.show!) && screenOf(state) === 'stage' && state.overlay === null
    ? { ...there, screens: [...state.screens, 'card'] } : there
}

interface Flight { readonly seq: number; readonly carryUs: number; readonly heldMs: number }

function stepped(show: Show, carryUs: number): Flight {
  const steps = Math.floor(carryUs / (stepMs * 1000))
  return { seq: rowsFurther(show, steps), carryUs: carryUs - steps * stepMs * 1000, heldMs: 0 }
}

/**
 * As far as virtual time gets in these real milliseconds; at each sentence it stands still for as long as reading
 * takes. Who plays faster reads faster; nobody who plays slower reads slower.
 */
function flown(show: Show, elapsedMs: number, speed: number): Flight {
  const { branch, timeline } = takeOf(show)
  const story = storyOf(branch.trace, show.scenario.frontMatter.cluster)
  let { heldMs, carryUs } = show.player
  let { seq } = show.cursor
  for (let leftMs = elapsedMs; ;) {
    if (heldMs >= leftMs) return { seq, carryUs, heldMs: heldMs - leftMs }
    leftMs -= heldMs
    heldMs = 0
    const momentUs = timeOf(show, seq) + carryUs
    const told = nextRead(story, seq)
    const untilMs = told === null || told.seq > timeline.length ? Infinity : Math.max(0, told.timeUs - momentUs) / 1000 / speed
    if (untilMs > leftMs) {
      const timeUs = momentUs + leftMs * 1000 * speed
      const reached = Math.max(seq, timeline.seqAt(timeUs))
      return { seq: reached, carryUs: Math.max(0, timeUs - timeOf(show, reached)), heldMs: 0 }
    }
    leftMs -= untilMs
    seq = told!.seq
    carryUs = 0
    heldMs = readingMs(told!) / Math.max(1, speed)
  }
}

/** The first question after one event, up to another, that was not answered yet; null if there is none. */
function questionBetween(show: Show, after: number, upTo: number): number | null {
  return takeOf(show).timeline.markers.find(({ kind, seq }) =>
    kind === 'ask' && seq > after && seq <= upTo && !show.answers.has(seq))?.seq ?? null
}

function toMarker(state: UiState, show: Show, which: 'phase' | 'trouble' | 'selected', by: 1 | -1): UiState {
  const found = which === 'selected' ? ofSelected(show, by) : ofMarkers(show, which, by)
  if (found !== null) return moveTo(state, found)
  if (which !== 'phase') return { ...state, notice: { tone: 'info', text: by > 0 ? 'none after this moment' : 'none before this moment' } }
  return moveTo(state, by > 0 ? takeOf(show).timeline.length : 0)
}

function ofMarkers(show: Show, which: 'phase' | 'trouble', by: 1 | -1): number | null {
  const { cursor } = show
  const take = takeOf(show)
  const wanted = which === 'trouble' ? troublesOf(take) : take.timeline.markers.filter(({ kind }) => isStop(kind))
  const found = by > 0 ? wanted.find(({ seq }) => seq > cursor.seq) : wanted.findLast(({ seq }) => seq < cursor.seq)
  return found?.seq ?? null
}

function isStop(kind: string): boolean {
  return kind === 'phase' || kind === 'ask' || kind === 'decision'
}

/** The next event that is told of the process that is selected, or of the tablet's two. */
function ofSelected(show: Show, by: 1 | -1): number | null {
  const { cursor, selected } = show
  const { trace } = takeOf(show).branch
  if (selected === null) return null
  return nextTold(storyOf(trace, show.scenario.frontMatter.cluster), cursor.seq, by, seq => {
    const { process } = trace.get(seq)
    return process === selected || process.endsWith(` ${selected}`)
  })
}
