import type { Invariant } from '../invariant.ts'
import type { Attempt } from '../history.ts'
import { verdictOf, type Evidence } from '../verdict.ts'

/** A sequence gives each value once, whatever crashes. */
export const sequencesNeverRepeat: Invariant = {
  name: 'sequences-never-repeat',
  says: 'No two acknowledged inserts got the same value from a sequence.',
  check(record) {
    const given = new Map<string, Attempt>()
    const evidence: Evidence[] = []
    for (const attempt of record.history) {
      if (attempt.outcome !== 'ok') continue
      for (const { sequence, value } of attempt.sequenceKeys) {
        const key = `${sequence}/${value}`
        const first = given.get(key)
        if (first === undefined) given.set(key, attempt)
        else {
          evidence.push({
            says: `${sequence} gave ${value} to ${first.client} and again to ${attempt.client}`,
            data: { sequence, value, attempts: [first.id, attempt.id] }, timeUs: attempt.endUs,
          })
        }
      }
    }
    return verdictOf(evidence)
  },
}
