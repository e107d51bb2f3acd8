import { parseGoDuration } from '../../vitess/command/index.ts'
import { leaseLostMs } from './commands/lock-expiry.ts'

/** A command that breaks something, word by word, and where it stands. */
export interface Breaking { readonly words: readonly string[]; readonly line: number }

interface Standing extends Breaking {
  /** What is left of it, where it ends by itself. */
  readonly leftMs: number | null
}

const cutOff = new Set(['partition', 'one-way', 'held'])
const untilAllIsHealed = new Set([
  'late-watch', 'lost-watch', 'topo-unreachable', 'replication-lag', 'slow-commit', 'lost-reply', 'doubled',
])
const stalls = new Set(['stall', 'lock-expiry'])

/**
 * What the commands of a scenario have broken so far and is not whole again, and what a restart of everything would mend
 * without a word. A MySQL or vttablet that has crashed is none of it: an image has it down.
 */
export class StandingFaults {
  private all: Standing[] = []

  get first(): Breaking | null {
    return this.all[0] ?? null
  }

  /** One more command has run. */
  note(command: Breaking): void {
    const [program, verb, ...args] = command.words
    if (program === 'sleep') return this.pass(Number(verb) * 1000)
    if (program !== 'vtsim') {
      // It was for this one that somebody was stalled.
      if (program === 'vtctlclient' || program === 'vtworker' || program === 'wait') this.pass(Infinity)
      return
    }
    if (verb === 'run-for') this.pass(parseGoDuration(args[0] ?? '') ?? 0)
    else if (verb === 'heal') this.all = this.all.filter(({ words }) => !isHealed(words, args))
    else if (verb === 'restart') this.all = this.all.filter(({ words }) => !isRestarted(words, args))
    else if (stalls.has(verb!)) this.all.push({ ...command, leftMs: stallMs(verb!, args) })
    else if (cutOff.has(verb!) || untilAllIsHealed.has(verb!) || verb === 'crash' && !isOfTablet(args)) {
      this.all.push({ ...command, leftMs: null })
    }
  }

  private pass(ms: number): void {
    this.all = this.all.flatMap(fault => fault.leftMs === null ? [fault]
      : fault.leftMs <= ms ? [] : [{ ...fault, leftMs: fault.leftMs - ms }])
  }
}

function isHealed([, verb, ...names]: readonly string[], args: readonly string[]): boolean {
  if (!cutOff.has(verb!) && !untilAllIsHealed.has(verb!)) return false
  return args.length === 0 || cutOff.has(verb!) && rotations(names).includes(args.join(' '))
}

/** Two names in either order; each is of one or two words. */
function rotations(names: readonly string[]): readonly string[] {
  return names.map((_, at) => [...names.slice(at), ...names.slice(0, at)].join(' '))
}

/** `restart topo` restarts also `topo zone1`. */
function isRestarted([, verb, ...name]: readonly string[], args: readonly string[]): boolean {
  return verb === 'crash' && `${name.join(' ')} `.startsWith(`${args.join(' ')} `)
}

function isOfTablet([kind]: readonly string[]): boolean {
  return kind === 'mysqld' || kind === 'vttablet'
}

function stallMs(verb: string, args: readonly string[]): number {
  return verb === 'stall' ? parseGoDuration(args.at(-1) ?? '') ?? Infinity : leaseLostMs
}
