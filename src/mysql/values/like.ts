import { foldFor } from './collation.ts'

/** Part of a pattern: a text to find as it is, or one of the two wildcards. */
type Part = string | typeof ANY_ONE | typeof ANY_RUN
const ANY_ONE = 1
const ANY_RUN = 2

const PATTERNS_MAX = 1000
const matchers = new Map<string, (text: string) => boolean>()

/**
 * The test for a LIKE pattern: `%` is any run of letters, `_` any one, `escape` takes the meaning from the letter after
 * it. Takes time in proportion to the text, whatever the pattern.
 */
export function likeMatcher(pattern: string, escape: string, collation: string): (text: string) => boolean {
  const key = `${collation}\n${escape}\n${pattern}`
  let matcher = matchers.get(key)
  if (matcher === undefined) {
    matcher = makeMatcher(splitPattern(pattern, escape), foldFor(collation))
    if (matchers.size >= PATTERNS_MAX) matchers.clear()
    matchers.set(key, matcher)
  }
  return matcher
}

function splitPattern(pattern: string, escape: string): Part[] {
  const parts: Part[] = []
  const letters = [...pattern]
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i]!
    if (letter === escape && i + 1 < letters.length) parts.push(letters[++i]!)
    else if (letter === '%') parts.push(ANY_RUN)
    else parts.push(letter === '_' ? ANY_ONE : letter)
  }
  return parts
}

function makeMatcher(parts: readonly Part[], fold: (text: string) => string): (text: string) => boolean {
  // LIKE compares letter by letter, so spaces at the end count: each letter is folded by itself.
  const foldLetter = (letter: string): string => letter === ' ' ? letter : fold(letter)
  const folded = parts.map((part) => typeof part === 'string' ? foldLetter(part) : part)
  return (text) => matches(folded, [...text].map(foldLetter))
}

/** The usual walk with one place to come back to: the last `%`. */
function matches(parts: readonly Part[], letters: readonly string[]): boolean {
  let part = 0
  let letter = 0
  let runPart = -1
  let runLetter = 0
  while (letter < letters.length) {
    const here = parts[part]
    if (here === ANY_RUN) {
      runPart = part++
      runLetter = letter
    } else if (here !== undefined && (here === ANY_ONE || here === letters[letter])) {
      part++
      letter++
    } else if (runPart >= 0) {
      part = runPart + 1
      letter = ++runLetter
    } else {
      return false
    }
  }
  while (parts[part] === ANY_RUN) part++
  return part === parts.length
}
