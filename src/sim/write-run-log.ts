import { splitEventName } from './kinds.ts'
import { TICKS } from './overtakers.ts'
import type { RunLog } from './run-log.ts'

/** By the number of an event or a choice: by how much it was postponed, or what was answered. */
type Values = Map<number, number>

/** What a log says of a chain and its choices. Chains on its behalf, whose names begin with its own, are below it. */
interface Node {
  readonly events: Map<string, Values>
  readonly answers: Map<string, Values>
  readonly below: Map<string, Node>
}

/**
 * A run log as lines of text, a tenth of what its JSON takes, for people to read and to edit:
 *
 *     =net/vtworker>vtgate-1 → @3          a choice and its answers: the third was 1
 *     client-1/work                        a chain: the % of the choices below it
 *     =%/operation → 4@1 2@3,7-9           the first was answered 4; the third, and 7 to 9, were answered 2
 *      rpc/request → 100+1@3 @5            events of a kind: the third came 100 µs and one tick late, the fifth a tick
 *     ~vtgate-1.execute                    the chain client-1/work~vtgate-1.execute
 *
 * where → stands for a tab. Of two entries for one event or choice the later is kept.
 */
export function runLogLines(log: RunLog): string[] {
  const root = emptyNode()
  const chains = new Set<string>()
  for (const entry of log.entries) {
    if (entry.type === 'answer') continue
    const { chain, kind } = splitEventName(entry.event)
    chains.add(chain)
    valuesIn(nodeOf(root, chain).events, kind).set(entry.nth, entry.byUs)
  }
  for (const entry of log.entries) {
    if (entry.type === 'postponed') continue
    const { chain, label } = chainOfLabel(entry.label, chains)
    valuesIn(nodeOf(root, chain).answers, label).set(entry.nth, entry.answer)
  }
  return [...linesOf(root, 0)]
}

function emptyNode(): Node {
  return { events: new Map(), answers: new Map(), below: new Map() }
}

function nodeOf(root: Node, chain: string): Node {
  let at = root
  for (const part of chain === '' ? [] : chain.split('~')) {
    let next = at.below.get(part)
    if (next === undefined) at.below.set(part, next = emptyNode())
    at = next
  }
  return at
}

function valuesIn(table: Map<string, Values>, name: string): Values {
  let values = table.get(name)
  if (values === undefined) table.set(name, values = new Map())
  return values
}

/** `late/CHAIN`, or `CHAIN/…` of a chain that has events in the log; any other label is of no chain. */
function chainOfLabel(label: string, chains: ReadonlySet<string>): { chain: string; label: string } {
  if (label.startsWith('late/') && label.length > 'late/'.length) return { chain: label.slice('late/'.length), label: 'late/%' }
  for (let at = label.lastIndexOf('/'); at > 0; at = label.lastIndexOf('/', at - 1)) {
    const chain = label.slice(0, at)
    if (chains.has(chain)) return { chain, label: `%${escaped(label.slice(at))}` }
  }
  return { chain: '', label: escaped(label) }
}

function* linesOf({ events, answers, below }: Node, depth: number): Iterable<string> {
  for (const [label, values] of answers) yield `=${label}\t${groups(values, value => value === 1 ? '' : String(value))}`
  for (const [kind, values] of events) yield ` ${escaped(kind)}\t${groups(values, delayText)}`
  for (const [part, node] of below) {
    yield `${'~'.repeat(depth)}${escaped(part)}`
    yield* linesOf(node, depth + 1)
  }
}

/** `100+1@3,7-9 @12` */
function groups(values: Values, text: (value: number) => string): string {
  const byText = new Map<string, number[]>()
  for (const [nth, value] of [...values].sort(([a], [b]) => a - b)) {
    const key = text(value)
    const same = byText.get(key)
    if (same === undefined) byText.set(key, [nth])
    else same.push(nth)
  }
  return [...byText].map(([key, numbers]) => `${key}@${ranges(numbers)}`).join(' ')
}

function ranges(numbers: readonly number[]): string {
  const found: [number, number][] = []
  for (const number of numbers) {
    const last = found.at(-1)
    if (last !== undefined && last[1] === number - 1) last[1] = number
    else found.push([number, number])
  }
  return found.map(([first, last]) => first === last ? String(first) : `${first}-${last}`).join(',')
}

function delayText(byUs: number): string {
  const ticks = byUs * TICKS
  if (!Number.isSafeInteger(ticks)) return String(byUs)
  if (ticks === 1) return ''
  const us = Math.floor(byUs)
  const rest = ticks - us * TICKS
  return `${us === 0 ? '' : us}${rest === 0 ? '' : `+${rest}`}`
}

/** Without what means something at its place: a tab, the end of a line, a chain's sign, the first character of a line. */
function escaped(text: string): string {
  const code = (found: string): string => `\\u{${found.codePointAt(0)!.toString(16)}}`
  return text === '' ? '\\u{}' : text.replace(/^[ =~]|[\\\t\n\r%]|\p{Cs}/gu, code)
}
