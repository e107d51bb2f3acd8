import type { Canary } from './canary.ts'

const invariants = 'src/lab/check/invariants'

/** Checks that accuse what is right: found on a system that is clean. */
const falseAccusers: readonly Canary[] = [
  {
    name: 'accuser-of-replicas', quick: true, scenario: 'explore/failover', breaks: 'what replicas answer has to be the latest',
    edits: [{ file: `${invariants}/reads-are-linearizable.ts`, from: "outcome === 'fail' || target !== '@master'", to: "outcome === 'fail'" }],
    finds: ['reads-are-linearizable'],
  },
  {
    name: 'accuser-of-filters', quick: true, scenario: 'explore/clone', breaks: 'a new shard has to have the rows of its neighbour',
    edits: [{ file: `${invariants}/target-mirrors-source.ts`, from: `      if (!keyRangeContains(saved.keyRange, keyspaceId)) continue
      if (!keyRangeContains(target.keyRange, keyspaceId)) continue`, to: '      if (keyspaceId === null) continue' }],
    finds: ['target-mirrors-source'],
  },
  {
    name: 'accuser-of-moves', quick: true, scenario: 'explore/clone', breaks: 'writes of a key may never move',
    edits: [{ file: `${invariants}/one-writer.ts`, from: 'turns <= moves', to: 'turns < moves' }],
    finds: ['one-writer'],
  },
]

/** Checks that look away, beside a bug that they would have told: another check has to. */
const blind: readonly Canary[] = [
  {
    name: 'blind-to-lost-writes', scenario: 'explore/clone', skip: 'wait-for-catch-up',
    breaks: 'no-catch-up, while acked-writes-survive looks away',
    edits: [{ file: `${invariants}/acked-writes-survive.ts`, from: 'if (problem !== null) evidence.push(problem)', to: 'void problem' }],
    finds: ['reads-are-linearizable'],
  },
  {
    name: 'blind-to-stale-reads', quick: true, scenario: 'explore/clone', skip: 'wait-for-catch-up',
    breaks: 'no-catch-up, while reads-are-linearizable looks away',
    edits: [{ file: `${invariants}/reads-are-linearizable.ts`, from: "if (result.verdict === 'ok') return ok", to: "if (result.verdict !== 'unknown') return ok" }],
    finds: ['acked-writes-survive'],
  },
  {
    name: 'blind-to-mirrors', quick: true, scenario: 'explore/clone', skip: 'split-clone/offline-clone',
    breaks: 'no-offline-clone, while target-mirrors-source looks away',
    edits: [{ file: `${invariants}/target-mirrors-source.ts`, from: 'verdictOf(fold.evidence)', to: 'verdictOf([])' }],
    finds: ['acked-writes-survive', 'reads-are-linearizable', 'scatter-reads-complete'],
  },
]

/** Mutants of the checks themselves. */
export const checkers: readonly Canary[] = [...falseAccusers, ...blind]
