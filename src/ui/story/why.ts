import type { Story, Told } from './story.ts'

/** One step of an explanation. `how` it is tied to the one after it. */
export interface Link {
  readonly told: Told
  /**
   * `itself`: what is to be explained · `state`: it left something behind that made the later one come out so ·
   * `call`: it led to the later one, by calls and answers · `step`: the command whose step the later one is.
   */
  readonly how: 'itself' | 'state' | 'call' | 'step'
  /** Events of the machinery between it and the later one; for `step`, the steps. */
  readonly hops: number
}

/** A chain gets so long at most; a run of a year would explain a second of it by the whole year. */
const linksMax = 40
/** How many events of the machinery are looked at for the next cause, or for effects. */
const hopsMax = 5000

/** What led to this event, itself last, back to the command or the clock that began it. */
export function causesOf(story: Story, seq: number): Link[] {
  const links: Link[] = [{ told: story.at(seq), how: 'itself', hops: 0 }]
  const seen = new Set([seq])
  let told = links[0]!.told
  while (links.length < linksMax) {
    const next = causeOf(story, told, links.length === 1)
    if (next === null || seen.has(next.told.seq)) break
    // Somebody said when, and a record said what: both are causes; the one who said when leads on.
    if (next.how === 'call' && told.because > 0) links.unshift({ told: story.at(told.because), how: 'state', hops: 0 })
    seen.add(next.told.seq)
    links.unshift(next)
    told = next.told
  }
  return links.sort((a, b) => a.told.seq - b.told.seq)
}

/** The next cause that is worth telling: what it went by, or who called. null: it began by itself. */
export function causeOf(story: Story, told: Told, isAsked = true): Link | null {
  if (roots.has(told.kind)) return null
  if (isStep(told) && !isAsked) return commandOf(story, told)
  if (told.because > 0 && !callsFirst.has(told.kind)) return { told: story.at(told.because), how: 'state', hops: 0 }
  if (told.kind === 'task/sleep' && !isOnBehalf(story, told.seq)) return null
  const { trace } = story
  let hops = 0
  for (let at = trace.causeOf(told.seq); at > 0 && hops < hopsMax; at = trace.causeOf(at)) {
    hops++
    const news = newsDuring(story, at, told.seq)
    if (news !== null) return { told: news, how: 'call', hops }
    // Somebody who woke up by the clock: nobody else is the cause.
    if (trace.kindAt(at) === 'task/sleep') return { told: story.at(at), how: 'call', hops }
  }
  return told.because > 0 ? { told: story.at(told.because), how: 'state', hops: 0 } : null
}

/** A tablet looks at the topology when it is told to. */
const callsFirst: ReadonlySet<string> = new Set(['tablet/state'])

/** A client begins by itself: that it had an answer before is not why it asks again. */
const roots: ReadonlySet<string> = new Set(['client/sent', 'scenario/command', 'reader/decided'])

const isStep = ({ weight }: Told): boolean => weight === 'step'

/** The steps of a procedure follow from each other; who asks for the cause of something else wants the command. */
function commandOf(story: Story, step: Told): Link | null {
  let told = step
  let steps = -1
  while (isStep(told) && told.because > 0) {
    told = story.at(told.because)
    steps++
  }
  return told === step ? null : { told, how: 'step', hops: steps }
}

/** Whether a task works for somebody who typed a command, so that its waking up is not where it all began. */
function isOnBehalf(story: Story, seq: number): boolean {
  return /\b(scenario|reader-\d+)\b/.test(story.trace.get(seq).task)
}

/** The last thing worth telling that happened while this event ran, before `until`. */
function newsDuring(story: Story, host: number, until: number): Told | null {
  let found: Told | null = null
  for (let i = story.indexAt(host) + 1; i < story.told.length; i++) {
    const told = story.told[i]!
    if (told.seq >= until || story.trace.causeOf(told.seq) !== host) break
    if (isNews(told) || roots.has(told.kind)) found = told
  }
  return found
}

/** What this event brought about, the next news of each thread of it, oldest first. */
export function effectsOf(story: Story, seq: number, count: number): Link[] {
  const links = new Map<number, Link>()
  for (const follower of story.followersOf(seq)) {
    const told = story.at(follower)
    if (isNews(told) || told.weight === 'traffic') links.set(follower, { told, how: 'state', hops: 0 })
  }
  for (const [next, hops] of newsAfter(story, seq, count)) {
    if (!links.has(next)) links.set(next, { told: story.at(next), how: 'call', hops })
  }
  return [...links.values()].sort((a, b) => a.told.seq - b.told.seq).slice(0, count)
}

/** The nearest news on each way that calls and answers went, with how far it is. */
function newsAfter(story: Story, seq: number, count: number): Map<number, number> {
  const { trace } = story
  const found = new Map<number, number>()
  // What a model tells is told while something runs; what follows, follows from that.
  const isTold = story.told[story.indexAt(seq)]?.seq === seq
  let wave: readonly number[] = [isTold ? trace.causeOf(seq) : seq]
  for (let hops = 1, looked = 0; wave.length > 0 && looked < hopsMax && found.size < count; hops++) {
    const next: number[] = []
    for (const host of wave) {
      if (host === 0) continue
      const effects = trace.effects(host).filter(effect => effect > seq)
      looked += effects.length
      const news = effects.find(effect => isBoundary(story, effect))
      if (news === undefined) next.push(...effects.filter(effect => goesOn(story, effect)))
      else if (isNews(story.at(news))) found.set(news, hops)
    }
    wave = next
  }
  return found
}

/** Where the thread comes to something else: the next news, or the next thing that a client does by itself. */
function isBoundary(story: Story, seq: number): boolean {
  const told = story.told[story.indexAt(seq)]
  return told?.seq === seq && (isNews(told) || roots.has(told.kind))
}

/** What somebody does after waking up by the clock is no effect of what was before. */
function goesOn(story: Story, seq: number): boolean {
  return story.trace.kindAt(seq) !== 'task/sleep' || isOnBehalf(story, seq)
}

const isNews = ({ weight }: Told): boolean => weight === 'chapter' || weight === 'step' || weight === 'event'
