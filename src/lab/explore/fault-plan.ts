import { UserError } from '../../base/index.ts'
import type { Rng } from '../../sim/index.ts'

/**
 * All that can go wrong. `crash` of a process, `host-crash` of a machine with silence for its peers; `stall`: a
 * process does nothing for a while; `partition` and `one-way`: nothing passes; `held`: what passes comes much
 * later, all at once; `slow`, `lost`, `doubled`: single messages; `slow-commit`: disks; `replication-lag`: a
 * replica gets no binary log; `lock-expiry`: the holder of a lock is still for longer than its lease;
 * `topo-unreachable`: the topology server of a cell; `late-watch`, `lost-watch`: what a watcher should hear.
 */
export const faultNames = [
  'crash', 'host-crash', 'stall', 'partition', 'one-way', 'held', 'slow', 'lost', 'doubled', 'slow-commit',
  'replication-lag', 'lock-expiry', 'topo-unreachable', 'late-watch', 'lost-watch',
] as const
export type FaultName = (typeof faultNames)[number]

/** Those that meet single messages, and not the world as a whole. */
export const messageFaults = ['slow', 'lost', 'doubled'] as const

/** What may go wrong in one run, and how often. Plain data: it is a part of what names the run. */
export interface FaultPlan {
  readonly kinds: readonly FaultName[]
  /** How often somebody thinks of breaking something, and how long he waits in between, at the most. */
  readonly waves: number
  readonly gapMs: number
  /** How long what he breaks stays broken, at the most. */
  readonly lastsMs: number
  /** Probability that he does it. */
  readonly waveChance: number
  /** Probability that a process crashes when some task comes to a pause point. */
  readonly pointChance: number
  /** Probability that a message meets a fault. */
  readonly messageChance: number
  /** Probability that an event with room to be late takes the last possible moment. */
  readonly lateness: number
}

/** Nothing goes wrong unless a strategy insists: all choices are there, and none is made. */
export const quiet: FaultPlan = Object.freeze({
  kinds: [], waves: 0, gapMs: 0, lastsMs: 0, waveChance: 0, pointChance: 0, messageChance: 0, lateness: 0,
})

/**
 * Draws a mix out of the kinds that are allowed. Each run leaves out about half of them, because a fault that is
 * always there hides what only its absence shows (Groce et al., Swarm testing, ISSTA 2012). One run in eight has
 * none at all.
 */
export function drawFaults(rng: Rng, allowed: readonly FaultName[]): FaultPlan {
  const kinds = rng.below(8) === 0 ? [] : allowed.filter(() => rng.below(2) === 0)
  const pick = <T>(values: readonly T[]): T => values[rng.below(values.length)]!
  const plan = {
    kinds, waves: pick([1, 2, 4, 8]), gapMs: pick([100, 1_000, 4_000]), lastsMs: pick([200, 2_000, 20_000]),
    waveChance: pick([0.3, 0.8]), pointChance: pick([0, 0.005, 0.03]), messageChance: pick([0.0005, 0.003, 0.02]),
    lateness: pick([0, 0, 0.02, 0.2]),
  }
  const isAllowed = (names: readonly FaultName[]): boolean => names.some(name => kinds.includes(name))
  return {
    ...plan, pointChance: isAllowed(['crash']) ? plan.pointChance : 0,
    messageChance: isAllowed(messageFaults) ? plan.messageChance : 0,
  }
}

/** Checks what came from a file. Fails with a UserError. */
export function parseFaultPlan(data: unknown): FaultPlan {
  const given = new Map<string, unknown>(typeof data === 'object' && data !== null ? Object.entries(data) : [])
  const kinds = given.get('kinds')
  if (!Array.isArray(kinds)) throw new UserError('a fault plan has a list `kinds`')
  const number = (name: string): number => {
    const value = given.get(name)
    if (typeof value === 'number' && value >= 0 && value < Infinity) return value
    throw new UserError(`\`${name}\` of the fault plan is no number`)
  }
  return {
    kinds: kinds.map(kind => {
      const known = faultNames.find(name => name === kind)
      if (known === undefined) throw new UserError(`there is no fault \`${String(kind)}\``)
      return known
    }),
    waves: number('waves'), gapMs: number('gapMs'), lastsMs: number('lastsMs'), waveChance: number('waveChance'),
    pointChance: number('pointChance'), messageChance: number('messageChance'), lateness: number('lateness'),
  }
}
