import { replicationTerms } from './glossary/replication.ts'
import { reshardingTerms } from './glossary/resharding.ts'
import { servingTerms } from './glossary/serving.ts'
import { shardingTerms } from './glossary/sharding.ts'
import { simulatorTerms } from './glossary/simulator.ts'
import type { Term } from './glossary/term.ts'

/** Every word that a reader may stumble over, in the order of the alphabet. */
export const glossary: readonly Term[] =
  [...shardingTerms, ...servingTerms, ...replicationTerms, ...reshardingTerms, ...simulatorTerms].sort(byName)

function byName(a: Term, b: Term): number {
  const [left, right] = [a.name.toLowerCase(), b.name.toLowerCase()]
  return left < right ? -1 : left > right ? 1 : 0
}

/** Terms with all of these words in their name, another name, or their meaning; matches of the name first. */
export function findTerms(words: string): readonly Term[] {
  const wanted = words.toLowerCase().split(' ').filter(word => word !== '')
  const within = (text: string): boolean => wanted.every(word => text.toLowerCase().includes(word))
  const named = glossary.filter(term => within([term.name, ...term.also].join(' ')))
  return [...named, ...glossary.filter(term => !named.includes(term) && within(term.means))]
}

/** Terms that a text uses, in the order of the glossary. */
export function termsIn(text: string): readonly Term[] {
  return glossary.filter(({ name, also }) => [name, ...also].some(word => patternOf(word).test(text)))
}

const patterns = new Map<string, RegExp>()

/** The word itself, not a part of another; with an `s` for more than one. */
function patternOf(word: string): RegExp {
  let pattern = patterns.get(word)
  if (pattern === undefined) {
    const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    // `MASTER` the type is not `master` the role.
    const flags = /[A-Z]/.test(word) ? '' : 'i'
    patterns.set(word, pattern = new RegExp(`(?<![\\w-])${escaped}s?(?![\\w-])`, flags))
  }
  return pattern
}
