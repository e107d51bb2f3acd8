import { UserError } from '../base/index.ts'
import { TICKS } from './overtakers.ts'
import { RUN_LOG_VERSION, type LogEntry, type RunLog } from './run-log.ts'

/** Reads what `runLogLines` writes; `line` is the number of the first in its file. Fails with a UserError. */
export function readRunLogLines(lines: readonly string[], line = 1): RunLog {
  const entries: LogEntry[] = []
  const parts: string[] = []
  lines.forEach((text, i) => {
    const wrong = (what: string): UserError => new UserError(what, { position: { line: line + i, column: 1 } })
    if (!/^[ =]/.test(text)) {
      const [depth] = /^~*/.exec(text)!
      if (depth.length > parts.length) throw wrong('this chain has no chain above it')
      parts.splice(depth.length, Infinity, plain(text.slice(depth.length)))
      return
    }
    const tab = text.indexOf('\t')
    if (tab < 0) throw wrong('an entry of a run log is a name, a tab, and what stands for its numbers')
    const chain = parts.join('~')
    const name = text.slice(1, tab)
    for (const group of text.slice(tab + 1).split(' ')) {
      const at = group.indexOf('@')
      const value = at < 0 ? NaN : text.startsWith('=') ? answerOf(group.slice(0, at)) : delayOf(group.slice(0, at))
      const numbers = numbersOf(group.slice(at + 1))
      if (!(value > 0 && value < Infinity) || numbers === null) throw wrong(`\`${group}\` is no value with its numbers, as in \`3@1,4-6\``)
      for (const nth of numbers) entries.push(text.startsWith('=')
        ? { type: 'answer', label: labelOf(name, chain), nth, answer: value }
        : { type: 'postponed', event: chain === '' ? plain(name) : `${chain}/${plain(name)}`, nth, byUs: value })
    }
  })
  return { version: RUN_LOG_VERSION, entries }
}

/** The chain stands where its sign is. */
function labelOf(name: string, chain: string): string {
  return name.split('%').map(plain).join(chain)
}

function answerOf(text: string): number {
  return text === '' ? 1 : /^\d{1,9}$/.test(text) ? Number(text) : NaN
}

function delayOf(text: string): number {
  if (text === '') return 1 / TICKS
  const match = /^(\d*)(?:\+(\d{1,2}))?$/.exec(text)
  return match === null ? Number(text) : Number(match[1] ?? 0) + Number(match[2] ?? 0) / TICKS
}

/** A range as long as this was not written by a run. */
const rangeMax = 1_000_000

function numbersOf(text: string): readonly number[] | null {
  const numbers: number[] = []
  for (const range of text.split(',')) {
    const match = /^([1-9]\d{0,14})(?:-([1-9]\d{0,14}))?$/.exec(range)
    if (match === null) return null
    const first = Number(match[1])
    const last = Number(match[2] ?? first)
    if (last < first || last - first > rangeMax) return null
    for (let nth = first; nth <= last; nth++) numbers.push(nth)
  }
  return numbers
}

function plain(text: string): string {
  return text.replace(/\\u\{([0-9a-f]{0,6})\}/g, (_found, code: string) =>
    code === '' ? '' : String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff)))
}
