import type { Ctx, Process, Simulation } from '../../sim/index.ts'
import { leaseLostMs } from '../scenario/index.ts'
import type { FaultName } from './fault-plan.ts'

/** Something that was broken, and the way to mend it. */
export interface Damage {
  readonly target: string
  readonly mend: () => void
  /** Whether anybody has felt it so far; a partition between two who had nothing to say is none. */
  readonly took: () => boolean
}

/** What acts are done to, and who is asked about what they should be. */
export interface Hands {
  readonly simulation: Simulation
  /** Latencies of this world, which may be changed while it runs. */
  readonly windows: { [key: string]: readonly [number, number] }
  /** Servers that may come to harm, in the order in which they were made. */
  readonly servers: () => readonly Process[]
  /** Asks the one who decides: a number below `n`. */
  readonly ask: (what: string, n: number) => number
  crash(process: Process): void
  crashHost(host: string): void
  /** How many transactions have been committed so far. */
  commits(): number
  readonly ctx: Ctx
}

const slowCommitUs = [20_000, 400_000] as const

/** Breaks something of this kind; null if there is nothing of it to break. */
export function act(fault: FaultName, hands: Hands, lastsMs: number): Damage | null {
  const { simulation } = hands
  const from = (found: readonly Process[]): Process | null =>
    found.length === 0 ? null : found[hands.ask('whom', found.length)]!
  switch (fault) {
    case 'crash': {
      const process = from(hands.servers().filter(({ up }) => up))
      if (process === null) return null
      hands.crash(process)
      return { target: process.name, mend: () => restart(simulation, process.name), took: always }
    }
    case 'host-crash': {
      const process = from(hands.servers().filter(({ up }) => up))
      if (process === null) return null
      hands.crashHost(process.host)
      return { target: process.host, mend: () => simulation.restartHost(process.host), took: always }
    }
    case 'stall': {
      const process = from(hands.servers().filter(({ up }) => up))
      if (process === null) return null
      return stall(simulation, process, lastsMs)
    }
    case 'lock-expiry': {
      const process = from(hands.servers().filter(({ name, up }) => up && /^(vtctld|vtworker)$/.test(name)))
      if (process === null) return null
      return stall(simulation, process, leaseLostMs)
    }
    case 'slow-commit': {
      const { windows } = hands
      const before = windows['mysql.commit']!
      const commits = hands.commits()
      windows['mysql.commit'] = slowCommitUs
      return {
        target: 'all disks', mend: () => void (windows['mysql.commit'] = before), took: () => hands.commits() > commits,
      }
    }
    case 'partition': case 'one-way': case 'held': return cutOff(fault, hands, from(hands.servers()))
    case 'topo-unreachable':
      return cutOff('partition', hands, from(named(hands, /^topo /)), 'everyone')
    case 'late-watch': case 'lost-watch': {
      const watcher = from(named(hands, /^(vtgate|vttablet )/).filter(process => watchedBy(process).length > 0))
      if (watcher === null) return null
      const { name } = from(watchedBy(watcher))!
      return cut(simulation, [[name, watcher.name]], fault === 'late-watch' ? 'hang' : 'cut', `${name} > ${watcher.name}`)
    }
    case 'replication-lag': {
      const replica = from(named(hands, /^mysqld /).filter(({ asking }) => asking.size > 0))
      if (replica === null) return null
      const master = [...replica.asking][0]!.to.name
      return cut(simulation, [[master, replica.name]], 'hang', `${master} > ${replica.name}`)
    }
    case 'slow': case 'lost': case 'doubled': return null
  }
}

const always = (): boolean => true

function named({ servers }: Hands, names: RegExp): readonly Process[] {
  return servers().filter(({ name }) => names.test(name))
}

/** The topology servers of which a process now hears what changes. */
function watchedBy({ asking }: Process): readonly Process[] {
  return [...new Set([...asking].filter(({ method }) => method.key === 'TopoServer.watch').map(({ to }) => to))]
}

/** A process is cut off from everyone outside of its host, or from one of those to whom it speaks now. */
function cutOff(
  fault: 'partition' | 'one-way' | 'held', hands: Hands, victim: Process | null, whom?: 'everyone',
): Damage | null {
  if (victim === null) return null
  const { simulation } = hands
  const peers = new Set([...victim.asking].map(({ to }) => to.name))
  for (const { from } of victim.serving) peers.add(from.name)
  peers.delete(victim.name)
  const known = [...peers].filter(name => simulation.find(name) !== undefined)
  const which = whom === 'everyone' ? 0 : hands.ask('peer', known.length + 1)
  const others = which > 0 ? [known[which - 1]!]
    : simulation.processes().filter(({ host }) => host !== victim.host).map(({ name }) => name)
  const away = others.map((name): readonly [string, string] => [victim.name, name])
  const back = others.map((name): readonly [string, string] => [name, victim.name])
  const pairs = fault === 'one-way' ? hands.ask('direction', 2) === 0 ? away : back : [...away, ...back]
  const target = `${victim.name} and ${which > 0 ? others[0]! : 'everyone'}`
  return cut(simulation, pairs, fault === 'held' ? 'hang' : 'cut', target)
}

function cut(
  simulation: Simulation, pairs: readonly (readonly [string, string])[], state: 'cut' | 'hang', target: string,
): Damage {
  for (const [from, to] of pairs) simulation.cut(from, to, state)
  return {
    target, mend: () => { for (const [from, to] of pairs) simulation.heal(from, to) },
    took: () => pairs.some(([from, to]) => simulation.metByCut(from, to) > 0),
  }
}

function stall(simulation: Simulation, process: Process, ms: number): Damage {
  const before = process.heldBack
  simulation.stall(process.name, ms)
  return { target: process.name, mend: () => {}, took: () => process.heldBack > before }
}

function restart(simulation: Simulation, name: string): void {
  if (simulation.find(name)?.up === false) simulation.restart(name)
}
