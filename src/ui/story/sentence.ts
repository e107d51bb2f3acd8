import type { TraceEvent } from '../../sim/index.ts'
import type { Tone } from '../text/index.ts'
import { actorOf } from './actor.ts'
import type { Memory } from './memory.ts'

/**
 * How much an event matters to somebody who follows the run. `chapter`: a heading, a command, a question ·
 * `prose`: a paragraph of the scenario, which tells a reader and changes nothing · `step`: of a procedure · `event`:
 * something changed that a reader wants to know of · `traffic`: the daily work of clients and replication, worth its
 * sum · `detail`: for who looks closer · `machinery`: how the simulated world turns.
 */
export type Weight = 'chapter' | 'prose' | 'step' | 'event' | 'traffic' | 'detail' | 'machinery'

/** One event in words. Actor and text together are a sentence: `zone1-200` `stops serving customer/0`. */
export interface Sentence {
  /** Who does it, in a few characters: `vtctld`, `zone1-300`, `client-3`; '' for a heading. */
  readonly actor: string
  /** What happened, the most important words first; no line ends. */
  readonly text: string
  readonly tone: Tone
  readonly weight: Weight
  /** What traffic is summed up under: `answered`, `applied customer/-80`; '' for everything else. */
  readonly topic: string
  /** The earlier event that made this one come out as it did; 0: none is known beyond who called whom. */
  readonly because: number
}

/** Puts an event into words. Updates the memory with what the event tells. */
export type Teller = (event: TraceEvent, memory: Memory) => Sentence

interface Extras {
  readonly actor?: string
  readonly tone?: Tone
  readonly topic?: string
  readonly because?: number
}

/** A sentence about what the process of the event does. Newlines and zero-padded aliases are made readable. */
export function say(event: TraceEvent, weight: Weight, text: string, extras: Extras = {}): Sentence {
  return {
    actor: extras.actor ?? actorOf(event.process), text: readable(text), weight,
    tone: extras.tone ?? (weight === 'detail' || weight === 'machinery' || weight === 'traffic' ? 'dim' : 'plain'),
    topic: extras.topic ?? '', because: extras.because ?? 0,
  }
}

/** `zone1-0000000300` as `zone1-300`, and everything on one line. */
export function readable(text: string): string {
  const plain = text.includes('-0') ? text.replace(/-0{3,}(\d+)\b/g, '-$1') : text
  return plain.includes('\n') ? plain.replace(/\s*\n\s*/g, ' ') : plain
}
