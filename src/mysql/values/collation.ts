/**
 * Turns a text into one whose code units order as the collation orders the text: texts are equal to the collation if
 * and only if their folds are the same.
 */
export type Fold = (text: string) => string

/** The fold of a collation by name: bytes as they are, `…_bin` without trailing spaces, all others without case. */
export function foldFor(collation: string): Fold {
  if (collation === 'binary') return identity
  return collation.endsWith('_bin') ? trimSpaces : foldGeneral
}

function identity(text: string): string {
  return text
}

/** Trailing spaces do not count (PAD SPACE). */
function trimSpaces(text: string): string {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) === 32) end--
  return end === text.length ? text : text.slice(0, end)
}

const NEEDS_FOLD = /[a-z\x7f-\uffff]/
const NOT_ASCII = /[^\0-\x7f]/
const FOLDS_MAX = 20_000
const folded = new Map<string, string>()

/** As utf8_general_ci: upper case, without accents, letter by letter. `_` sorts after letters, as it does there. */
function foldGeneral(text: string): string {
  const trimmed = trimSpaces(text)
  if (!NEEDS_FOLD.test(trimmed)) return trimmed
  let fold = folded.get(trimmed)
  if (fold === undefined) {
    fold = NOT_ASCII.test(trimmed) ? [...trimmed].map(foldLetter).join('') : trimmed.toUpperCase()
    if (folded.size >= FOLDS_MAX) folded.clear()
    folded.set(trimmed, fold)
  }
  return fold
}

function foldLetter(letter: string): string {
  if (letter === 'ß') return 'S'
  const base = letter.normalize('NFD')[0]!
  const upper = base.toUpperCase()
  return upper.length === 1 ? upper : letter
}
