import type { Model, Operation, State } from './model.ts'
import { search, type SearchResult } from './search.ts'

export interface LinearizabilityBudget {
  /** Steps of the search, of all objects together. */
  readonly stepsMax?: number
  /** Bytes for the memory of one object's search; there is one at a time. */
  readonly bytesMax?: number
}

export type Linearizability =
  | { readonly verdict: 'ok'; readonly steps: number }
  | {
    readonly verdict: 'violated'
    readonly steps: number
    readonly object: string
    /** Ids of the longest order that can be explained. */
    readonly explained: readonly number[]
    /** The id of the operation that had an answer by then and fits nowhere. */
    readonly unexplained: number
  }
  | {
    readonly verdict: 'unknown'
    readonly steps: number
    readonly why: string
    readonly objects: readonly string[]
  }

const stepsMaxDefault = 4_000_000
const bytesMaxDefault = 64 * 2 ** 20
const firstRound = 4_096
const growth = 4

/**
 * Whether the operations on each object may have happened one after the other, each within its time. One
 * object that may not decides, so none is given all the time while others wait: they are searched in rounds,
 * each with four times the steps of the round before. Most objects need no search.
 */
export function checkLinearizability<I, O, S extends State>(
  model: Model<I, O, S>, history: readonly Operation<I, O>[], budget: LinearizabilityBudget = {},
): Linearizability {
  const { stepsMax = stepsMaxDefault, bytesMax = bytesMaxDefault } = budget
  const tooLarge: string[] = []
  let steps = 0
  let open = objectsOf(model, history).filter(({ operations }) => {
    if (steps + operations.length > stepsMax || !fitsAsCalled(model, operations)) return true
    steps += operations.length
    return false
  })
  for (let round = firstRound; open.length > 0 && steps < stepsMax; round *= growth) {
    const stillOpen: typeof open = []
    for (const object of open) {
      const left = stepsMax - steps
      const result = left <= 0 ? null
        : search(model, object.operations, { stepsMax: Math.min(round, left), bytesMax })
      steps += result?.steps ?? 0
      if (result === null || result.answer === 'out-of-steps') stillOpen.push(object)
      else if (result.answer === 'out-of-memory') tooLarge.push(object.name)
      else if (result.answer === 'no') return violated(object, result, steps)
    }
    open = stillOpen
  }
  const objects = [...tooLarge, ...open.map(({ name }) => name)]
  if (objects.length === 0) return { verdict: 'ok', steps }
  const what = tooLarge.length > 0 ? `${bytesMax} bytes` : `${stepsMax} steps`
  return { verdict: 'unknown', steps, why: `not decided within ${what}: ${named(objects)}`, objects }
}

/**
 * Whether the operations fit in the order in which they were called, without those of which nobody knows whether they
 * were done. Real time allows that order: who has returned before another call was called before it.
 */
function fitsAsCalled<I, O, S extends State>(model: Model<I, O, S>, operations: readonly Operation<I, O>[]): boolean {
  let state = model.initial
  let callUs = -Infinity
  for (const operation of operations) {
    if (operation.output === undefined) continue
    if (operation.callUs < callUs) return false
    const after = model.step(state, operation)
    if (after === undefined) return false
    state = after
    callUs = operation.callUs
  }
  return true
}

interface ObjectHistory<I, O> { readonly name: string; readonly operations: readonly Operation<I, O>[] }

function objectsOf<I, O, S extends State>(
  model: Model<I, O, S>, history: readonly Operation<I, O>[],
): ObjectHistory<I, O>[] {
  const byObject = new Map<string, Operation<I, O>[]>()
  for (const operation of history) {
    const name = model.partition(operation)
    const list = byObject.get(name)
    if (list === undefined) byObject.set(name, [operation])
    else list.push(operation)
  }
  return [...byObject].map(([name, operations]) => ({ name, operations: model.relevant(operations) }))
}

function violated<I, O>(
  { name, operations }: ObjectHistory<I, O>, { placed, stuckAt }: SearchResult, steps: number,
): Linearizability {
  return {
    verdict: 'violated', steps, object: name, explained: placed.map(index => operations[index]!.id),
    unexplained: operations[stuckAt!]!.id,
  }
}

function named(objects: readonly string[]): string {
  const shown = objects.slice(0, 3).join(', ')
  return objects.length <= 3 ? shown : `${shown} and ${objects.length - 3} more`
}
