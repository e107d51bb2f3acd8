import type { PlainData } from '../../sim/index.ts'

/** What a checker says. It never throws: what it cannot decide within its budget is `unknown`. */
export type Verdict =
  | { readonly verdict: 'ok' }
  | { readonly verdict: 'violated'; readonly evidence: readonly Evidence[] }
  /** Of a soft law: not what one would wish, and nobody has promised more. It fails no run, and is no finding. */
  | { readonly verdict: 'noted'; readonly evidence: readonly Evidence[] }
  | { readonly verdict: 'unknown'; readonly why: string }

/**
 * One proof of a violation: a sentence for people, and the same as data. `timeUs` is where to look in the run:
 * when what should not be was acknowledged, committed or written; null: it shows in what is there at the end.
 */
export interface Evidence {
  readonly says: string
  readonly data: PlainData
  readonly timeUs: number | null
  /**
   * What kind of violation it is, where a law can be broken in several ways: a word of the checker's own that is
   * the same in every run, such as `G-single` or `lost row`.
   */
  readonly anomaly?: string
}

export const ok: Verdict = Object.freeze({ verdict: 'ok' })

/** `ok` without evidence, else `violated`. */
export function verdictOf(evidence: readonly Evidence[]): Verdict {
  return evidence.length === 0 ? ok : { verdict: 'violated', evidence }
}

/** `ok` without evidence, else `noted`. */
export function notedOf(evidence: readonly Evidence[]): Verdict {
  return evidence.length === 0 ? ok : { verdict: 'noted', evidence }
}

export function unknown(why: string): Verdict {
  return { verdict: 'unknown', why }
}
