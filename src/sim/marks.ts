import { UserError } from '../base/index.ts'
import type { Trace } from './trace.ts'

/** A trace remembers its rolling hash at every event whose number this divides, whether or not it keeps events. */
export const MARK_EVERY = 128
const marksMax = 128
/** Rolling hashes never join again, so a few bits of each of those that follow are enough. */
const digits = 4

/**
 * Hashes on the way through a run, as text: how many events there were, how far apart the marks are, the marks. In
 * less than a kilobyte it tells where another run begins to differ, within a hundredth of its length.
 */
export function marksText({ length, marks }: Trace): string {
  let every = 1
  while (marks.length / every > marksMax) every *= 2
  const words: string[] = []
  for (let at = every; at <= marks.length; at += every) words.push(shortened(marks[at - 1]!))
  return `${length} ${every * MARK_EVERY} ${words.join('')}`
}

/** Fails with a UserError for a text that `marksText` does not write. */
export function parseMarks(text: string): { readonly count: number; readonly every: number; readonly words: string } {
  const [, count, distance, words] = /^(\d{1,15}) (\d{1,15}) ((?:[0-9a-f]{4})*)$/.exec(text) ?? []
  const every = Number(distance)
  if (words === undefined || every % MARK_EVERY !== 0 || every === 0) throw new UserError('these are no marks of a run')
  return { count: Number(count), every, words }
}

/**
 * Where a run left the one that has these marks: the events up to `same` are as they were, and the first difference
 * is at `differs` or before. null: no mark tells of one. Fails with a UserError for a text that holds no marks.
 */
export function firstMarkedDifference(text: string, trace: Trace): { same: number; differs: number } | null {
  const { count, every, words } = parseMarks(text)
  const shorter = Math.min(count, trace.length)
  let same = 0
  for (let seq = every; seq <= shorter; seq += every) {
    const at = (seq / every - 1) * digits
    if (words.slice(at, at + digits) !== shortened(trace.marks[seq / MARK_EVERY - 1]!)) return { same, differs: seq }
    same = seq
  }
  return count === trace.length ? null : { same, differs: shorter + 1 }
}

function shortened(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0').slice(-digits)
}
