import { formatDuration } from '../../../base/index.ts'
import { actorOf, nameOf } from '../actor.ts'
import { say, type Teller } from '../sentence.ts'

const boot: Teller = (event, memory) => {
  const { life } = event.data as { life: number }
  const because = memory.down.get(event.process) ?? 0
  memory.down.delete(event.process)
  if (life > 1) return say(event, 'event', `${subject(event.process)}starts again (life ${life})`, { because })
  return say(event, 'detail', `${subject(event.process)}is started`)
}

const ready: Teller = event => say(event, 'detail', `${subject(event.process)}is up`)

const crash: Teller = (event, memory) => {
  memory.down.set(event.process, event.seq)
  const { stopped } = memory
  if (stopped?.process !== event.process) return say(event, 'event', `${subject(event.process)}goes down`, { tone: 'bad' })
  return say(event, 'event', `${subject(event.process)}is stopped`, { tone: 'wait', because: stopped.seq })
}

/** On purpose; the crash that follows is no accident. */
const stop: Teller = (event, memory) => {
  memory.stopped = { process: event.process, seq: event.seq }
  return say(event, 'detail', `${subject(event.process)}is told to stop`)
}

/** A tablet is two processes. */
function subject(process: string): string {
  const space = process.indexOf(' ')
  return actorOf(process) === process || process.startsWith('topo ') ? '' : `${process.slice(0, space)} `
}

const hostCrash: Teller = event => {
  const { host } = event.data as { host: string }
  return say(event, 'event', `${host} is gone with all that ran on it: nobody is told`, { tone: 'bad', actor: '' })
}

const stall: Teller = event => {
  const { ms } = event.data as { ms: number }
  return say(event, 'event', `${subject(event.process)}stands still for ${formatDuration(ms)}`, { tone: 'bad' })
}

interface Link { readonly from: string; readonly to: string; readonly state?: string }

const cut: Teller = (event, memory) => {
  const { from, to, state } = event.data as Link
  const known = memory.cuts.timeUs === event.timeUs ? memory.cuts.links : []
  memory.cuts = { timeUs: event.timeUs, links: [...known, { from, to }] }
  const what = state === 'hang' ? 'waits on its way' : 'is lost'
  return say(event, 'event', `what ${nameOf(from)} sends to ${nameOf(to)} ${what} from now on`, { tone: 'bad', actor: '' })
}

const heal: Teller = event => {
  const { from, to } = event.data as Link
  return say(event, 'event', `${nameOf(from)} reaches ${nameOf(to)} again`, { tone: 'ok', actor: '' })
}

const dropped: Teller = event => say(event, 'event', `a message to it is lost: ${event.note}`, { tone: 'bad', topic: 'lost' })
const held: Teller = event => say(event, 'detail', `a message to it waits on the way: ${event.note}`)

/** What happened to a single message. */
const messageFates: ReadonlyMap<string, string> = new Map([['lost', 'is lost'], ['doubled', 'comes twice'], ['slow', 'is slow']])

const messageFault: Teller = event => {
  const { fault } = event.data as { fault: string }
  return say(event, 'event', `a message to it ${messageFates.get(fault) ?? fault}: ${event.note}`, { tone: 'bad' })
}

interface Act { readonly fault: string; readonly target: string; readonly lastsMs: number }

const act: Teller = (event, memory) => {
  const { fault, target, lastsMs } = event.data as Act
  const what = fault === 'one-way' && memory.cuts.timeUs === event.timeUs ? `nothing passes ${wayOf(memory.cuts.links)}` : target
  return say(event, 'event', `breaks: ${fault}, ${what}, for ${formatDuration(lastsMs)}`, { tone: 'bad' })
}

/** `from mysqld zone1-400 to mysqld zone1-401`; many ways have one end in common. */
function wayOf(links: readonly { readonly from: string; readonly to: string }[]): string {
  const endOf = (names: readonly string[]): string => new Set(names).size === 1 ? names[0]! : 'anyone'
  return `from ${endOf(links.map(({ from }) => from))} to ${endOf(links.map(({ to }) => to))}`
}

const mended: Teller = event => {
  const { fault, target } = event.data as Act
  return say(event, 'event', `mends: ${fault}, ${target}`, { tone: 'ok' })
}

const calm: Teller = event => say(event, 'event', 'from here on nothing breaks any more', { tone: 'ok' })

const guardOff: Teller = event => {
  const { guard } = event.data as { guard: string }
  return say(event, 'event', `does not look, because the guard is off: ${guard}`, { tone: 'bad' })
}

export const faultTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['process/boot', boot], ['process/ready', ready], ['process/crash', crash],
  ['process/exit', crash], ['process/stop', stop], ['process/stall', stall], ['host/crash', hostCrash], ['net/cut', cut],
  ['net/heal', heal], ['net/dropped', dropped], ['net/held', held], ['guard/off', guardOff],
  ['net/fault', messageFault], ['nemesis/act', act], ['nemesis/mended', mended], ['nemesis/calm', calm],
]
