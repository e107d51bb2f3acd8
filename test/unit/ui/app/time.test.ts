import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { placeOf } from '../../../../src/ui/app/update/prompts.ts'
import { readingMs, rowsAfter, rowsUpTo, storyOf } from '../../../../src/ui/story/index.ts'
import { KeyDecoder } from '../../../../src/ui/app/key-decoder.ts'
import { momentUs, takeOf, timeOf, type Show, type UiState } from '../../../../src/ui/state/index.ts'
import { UiSession } from '../../../support/ui-session.ts'

const lesson = 'scenarios/lessons/02-who-routes.md'
let session: UiSession
let fresh: UiState

beforeAll(async () => {
  session = await UiSession.open(lesson)
  fresh = session.state
})
beforeEach(() => { session.state = fresh })

/** As a terminal sends it. */
function keys(...texts: string[]): void {
  for (const text of texts) {
    const decoder = new KeyDecoder()
    for (const key of [...decoder.push(text), ...decoder.flush()]) session.dispatch({ type: 'key', key })
  }
}
function leaveOverlay(): void {
  if (session.state.overlay !== null) keys('\u001b')
}
const seq = (): number => session.show.cursor.seq
const end = (): number => takeOf(session.show).timeline.length
/** The rows of the list of events. */
const told = (show: Show): number[] =>
  rowsAfter(storyOf(takeOf(show).branch.trace, show.scenario.frontMatter.cluster), 0, Infinity, null).map(one => one.seq)
/** The row that is shown there: what is told, a piece of the traffic too. */
const toldAt = (show: Show, seq: number): number =>
  rowsUpTo(storyOf(takeOf(show).branch.trace, show.scenario.frontMatter.cluster), seq, 1, null)[0]?.seq ?? 0
const markers = (kind: string): number[] => takeOf(session.show).timeline.markers.filter(marker => marker.kind === kind).map(one => one.seq)
const play = (ms: number, frame = 33): void => {
  for (let left = ms; left > 0 && session.state.overlay === null; left -= frame) session.dispatch({ type: 'tick', elapsedMs: Math.min(frame, left) })
}

describe('steps', () => {
  test('. goes to the next event that is told, , to the one before', () => {
    const [first, second] = told(session.show) as [number, number]
    keys('.')
    expect(seq()).toBe(first)
    keys('.')
    expect(seq()).toBe(second)
    keys(',')
    expect(seq()).toBe(first)
    keys(',')
    expect(seq()).toBe(0)
  })

  test('Alt-. and Alt-, go one event of all', () => {
    keys('\u001b.', '\u001b.', '\u001b.')
    expect(seq()).toBe(3)
    keys('\u001b,')
    expect(seq()).toBe(2)
  })

  test('> and < go ten', () => {
    keys('>')
    expect(seq()).toBe(told(session.show)[9])
    keys('<')
    expect(seq()).toBe(0)
  })

  test('from between two told events, back is to the one that was passed', () => {
    const all = told(session.show)
    const one = all.find((seq, i) => all[i + 1]! > seq + 1)!
    session.dispatch({ type: 'seek', seq: one + 1 })
    keys(',')
    expect(seq()).toBe(one)
  })

  test('past the last told event is the end of the run', () => {
    session.dispatch({ type: 'seek', seq: told(session.show).at(-1)! })
    keys('.')
    expect(seq()).toBe(end())
  })

  test('whatever is pressed, the moment is one of the run', () => {
    const moving = fc.constantFrom('.', ',', '<', '>', ']', '[', ')', '(', '\u001b[H', '\u001b[F', '\u001b5', '\u001b.', '\u001b,', ' ', '-', '+', 's')
    fc.assert(fc.property(fc.array(moving, { maxLength: 40 }), pressed => {
      session.state = fresh
      for (const key of pressed) {
        leaveOverlay()
        keys(key)
        session.dispatch({ type: 'tick', elapsedMs: 40 })
        expect(seq()).toBeGreaterThanOrEqual(0)
        expect(seq()).toBeLessThanOrEqual(end())
      }
    }), { numRuns: 60 })
  })
})

describe('places', () => {
  test('Home and End', () => {
    keys('\u001b[F')
    expect(seq()).toBe(end())
    keys('\u001b[H')
    expect(seq()).toBe(0)
  })

  test('] stops at each phase and question, [ goes the same way back', () => {
    const stops = [...markers('phase'), ...markers('ask')].sort((a, b) => a - b)
    const seen: number[] = []
    while (seq() < end()) {
      keys(']')
      leaveOverlay()
      if (seq() < end()) seen.push(seq())
    }
    expect(seen).toEqual([...new Set(stops)])
    keys('[')
    expect(seq()).toBe(stops.at(-1))
  })

  test.each<[string, (show: Show) => number]>([
    ['#300', () => 300],
    ['0', show => toldAt(show, takeOf(show).timeline.seqAt(0))],
    ['100%', show => takeOf(show).timeline.length],
    ['50%', show => toldAt(show, Math.round(takeOf(show).timeline.length / 2))],
    ['15ms', show => toldAt(show, takeOf(show).timeline.seqAt(15_000))],
    ['0.015', show => toldAt(show, takeOf(show).timeline.seqAt(15_000))],
    ['.015s', show => toldAt(show, takeOf(show).timeline.seqAt(15_000))],
    ['0:00.015', show => toldAt(show, takeOf(show).timeline.seqAt(15_000))],
  ])('t %s', (text, wanted) => {
    keys('t', text, '\r')
    expect(seq()).toBe(wanted(session.show))
    expect(session.state.overlay).toBe(null)
  })

  test.each([['#99999999', 'the last event is #'], ['9999', 'the last event is at'], ['120%', '100% is the end'], ['soon', 'a time as 12.476']])(
    't %s: stays, and says what is wrong', (text, problem) => {
      expect(placeOf(session.show, text)).toEqual({ problem: expect.stringContaining(problem) as string })
      keys('t', text, '\r')
      expect(session.state.overlay).toMatchObject({ kind: 'prompt', problem: expect.stringContaining(problem) as string })
      expect(session.lines().at(-1)).toContain(problem)
    })

  test('a bookmark comes back; one that is not there says which there are', () => {
    keys('.', '.', '.', 'ma', '\u001b[F', "'a")
    expect(seq()).toBe(told(session.show)[2])
    keys("'b")
    expect(session.state.notice?.text).toBe('there is no bookmark b, only a')
  })

  test('/ finds an event by what it says, n the next, N the one before', () => {
    keys('/', 'vschema', '\r')
    const first = seq()
    expect(first).toBeGreaterThan(0)
    keys('n')
    const second = seq()
    expect(second).toBeGreaterThan(first)
    keys('N')
    expect(seq()).toBe(first)
  })

  test('} goes through the events of what is selected', () => {
    session.select('zone1-300')
    const { trace } = takeOf(session.show).branch
    for (let i = 0; i < 5; i++) {
      keys('}')
      leaveOverlay()
      expect(trace.get(seq()).process).toMatch(/ zone1-300$/)
      expect(toldAt(session.show, seq())).toBe(seq())
    }
  })

  test('tenths are those of the scale that is shown', () => {
    keys('\u001b5')
    expect(seq()).toBe(toldAt(session.show, Math.round(end() / 2)))
    session.state = fresh
    keys('s', '\u001b5')
    expect(timeOf(session.show, seq())).toBeLessThanOrEqual(takeOf(session.show).timeline.endUs / 2)
    const { timeline } = takeOf(session.show)
    expect(seq()).toBe(toldAt(session.show, timeline.seqAt(timeline.endUs / 2)))
  })
})

describe(') and (', () => {
  /** The run with a promise that is broken at this event. */
  function broken(at: number): void {
    const { branch, timeline } = takeOf(session.show)
    const { name, plan, parent, decision, trace, replies } = branch
    const evidence = [{ says: 'a row is lost', timeUs: trace.get(at).timeUs, attempts: [] }]
    const result = { ...branch.result!, checks: [{ name: 'acked-writes-survive', verdict: { verdict: 'violated', evidence } }] } as never
    const take = { branch: { name, plan, parent, decision, trace, replies, isRunning: false, problem: null, result }, timeline }
    session.state = { ...session.state, show: { ...session.show, takes: [take] } }
  }

  test('find a broken promise, before and after the moment', () => {
    const at = Math.round(end() * 0.9)
    broken(at)
    const { timeline, branch } = takeOf(session.show)
    const place = timeline.seqAt(branch.trace.get(at).timeUs)
    session.dispatch({ type: 'seek', seq: place - 1 })
    keys(')')
    expect(seq()).toBe(place)
    expect(session.lines().join('\n')).toContain('✘ acked-writes-survive')
    keys('\u001b[F', '(')
    expect(seq()).toBe(place)
  })
})

describe('what a lesson says', () => {
  test('. stops at each paragraph, and Why has it whole', () => {
    const { trace } = takeOf(session.show).branch
    const prose = [...trace.events()].filter(({ kind }) => kind === 'scenario/prose')
    const rows = told(session.show)
    expect(prose.length).toBeGreaterThan(3)
    for (const { seq: at, data } of prose) {
      expect(rows).toContain(at)
      session.dispatch({ type: 'seek', seq: at })
      expect(session.lines().join(' ')).toContain((data as { text: string }).text.replace(/[`*]/g, '').split(/\s+/).slice(0, 3).join(' '))
    }
  })

  test('before it begins, Why has its question', () => {
    expect(session.lines().join('\n')).toContain(session.show.scenario.frontMatter.question.slice(0, 40))
  })

  test('a statement is followed by its answer: short in Events, whole in Why', async () => {
    const lesson = await UiSession.open('scenarios/lessons/01-where-is-customer-4.md')
    const { trace } = takeOf(lesson.show).branch
    const typed = [...trace.events()].find(({ kind, data }) =>
      kind === 'scenario/command' && (data as { text: string }).text.startsWith('select * from customer'))!
    lesson.dispatch({ type: 'seek', seq: typed.seq })
    lesson.press('.')
    const shown = lesson.lines().join('\n')
    expect(shown.replace(/[│╮╭\s]+/g, ' ')).toMatch(/4 rows: 1 \|.*alice@domain.com · 2/)
    expect(shown).toContain('mysql> select * from customer;')
    expect(shown).toContain('|           1 | alice@domain.com   |')
  })

  test('an error that answers a question is seen', async () => {
    const lesson = await UiSession.open('scenarios/lessons/09-can-two-vtgates-write-twice.md')
    const story = storyOf(takeOf(lesson.show).branch.trace, lesson.show.scenario.frontMatter.cluster)
    const error = story.told.find(({ kind, text }) => kind === 'scenario/command-ended' && text.startsWith('ERROR 1105'))!
    expect(error).toMatchObject({ weight: 'event', tone: 'bad' })
    lesson.dispatch({ type: 'seek', seq: error.seq })
    expect(lesson.lines().slice(12).join(' ').replace(/[│\s]+/g, ' ')).toContain('NOT_SERVING')
  })

  test('a question leaves what has to be known for it readable', () => {
    const [question] = markers('ask')
    const show = (seq: number) => { session.dispatch({ type: 'seek', seq }) }
    show(question!)
    const said = session.lines().slice(13, 18)
    session.state = { ...session.state, overlay: { kind: 'ask', seq: question!, selected: 0, isRevealed: false } }
    expect(session.lines().join('\n')).toContain('Before you see it')
    expect(session.lines().slice(13, 18)).toEqual(said)
  })
})

describe('playing', () => {
  test('stops at a question and asks it', () => {
    const [question] = markers('ask')
    keys(' ')
    play(200_000)
    expect(seq()).toBe(question)
    expect(session.show.player.isPlaying).toBe(false)
    expect(session.state.overlay).toMatchObject({ kind: 'ask', seq: question })
  })

  test('goes on behind a question that was left', () => {
    const [question] = markers('ask')
    keys(' ')
    play(200_000)
    keys('\u001b', ' ')
    session.dispatch({ type: 'tick', elapsedMs: 250 })
    expect(seq()).toBeGreaterThan(question!)
  })

  test('each sentence of the story stays until it is read, however little virtual time there is', () => {
    const story = storyOf(takeOf(session.show).branch.trace, session.show.scenario.frontMatter.cluster)
    const [question] = markers('ask')
    const wanted = story.told.filter(one => one.seq < question! && readingMs(one) > 0)
    const shownMs = new Map<number, number>()
    keys(' ')
    for (let frames = 0; session.state.overlay === null && frames < 5000; frames++) {
      session.dispatch({ type: 'tick', elapsedMs: 33 })
      shownMs.set(seq(), (shownMs.get(seq()) ?? 0) + 33)
    }
    expect(wanted.length).toBeGreaterThan(20)
    expect(wanted.filter(one => (shownMs.get(one.seq) ?? 0) < readingMs(one) - 66)).toEqual([])
  })

  test('who plays faster reads faster', () => {
    const untilQuestion = (): number => {
      keys(' ')
      let frames = 0
      while (session.state.overlay === null && frames < 40_000) {
        frames++
        session.dispatch({ type: 'tick', elapsedMs: 33 })
      }
      return frames
    }
    const usual = untilQuestion()
    session.state = fresh
    keys('+', '+', '+')
    expect(untilQuestion()).toBeLessThan(usual / 6)
  })

  test('stepping by hand pauses', () => {
    keys(' ', '.')
    expect(session.show.player.isPlaying).toBe(false)
  })

  test('at the end it stops, and space begins again', () => {
    keys('\u001b[F', ' ')
    expect({ seq: seq(), isPlaying: session.show.player.isPlaying }).toEqual({ seq: 0, isPlaying: true })
  })

  test('one step a second, at the slowest', () => {
    keys(...'----------', ' ')
    expect(session.show.player.speed).toBe('steps')
    play(2990)
    expect(seq()).toBe(told(session.show)[1])
    play(20)
    expect(seq()).toBe(told(session.show)[2])
  })

  test('speed does not change the moment', () => {
    keys(' ')
    play(100)
    const before = momentUs(session.show)
    keys('+', '+', '-')
    expect(momentUs(session.show)).toBe(before)
  })
})

describe('what a key says when it would do nothing', () => {
  test.each([
    [',', 'this is the start'], ['d', 'there is one branch only'], ['z', 'nothing was decided on this branch'],
    ['}', 'nothing is selected'], ['n', 'nothing to find'], ["'", 'there is none yet'],
  ])('%s', (key, because) => {
    keys(key)
    expect(session.state.notice?.text).toContain(because)
    expect(session.lines().at(-1)).toContain(because)
  })

  test('at the end: .', () => {
    keys('\u001b[F', '.')
    expect(session.state.notice?.text).toContain('this is the end of the run')
  })
})
