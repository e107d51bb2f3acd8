import type { TraceEvent } from '../../../sim/index.ts'
import { plainProse } from '../plain-prose.ts'
import { say, type Teller } from '../sentence.ts'

const textOf = (event: TraceEvent): string => (event.data as { text?: string }).text ?? ''

const heading: Teller = (event, memory) => {
  memory.hasBegun = true
  return say(event, 'chapter', plainProse(textOf(event).replace(/^#+ */, '')), { tone: 'title', actor: '' })
}

const prose: Teller = (event, memory) => {
  memory.hasBegun = true
  return say(event, 'detail', plainProse(textOf(event)), { actor: '' })
}

const ask: Teller = event => {
  const { question } = event.data as { question: string }
  return say(event, 'chapter', plainProse(question), { tone: 'wait', actor: '?' })
}

const command: Teller = (event, memory) => {
  memory.hasBegun = true
  memory.command = event.seq
  const text = commandLine(textOf(event))
  memory.isOwnVerb = text.startsWith('vtsim ')
  if (isSql(event)) return say(event, 'event', text, { actor: 'mysql>' })
  return say(event, 'chapter', text, { tone: 'bold', actor: '$' })
}

const isSql = (event: TraceEvent): boolean => (event.data as { shell?: string }).shell !== 'shell'

/** On one line, without the line ends of the shell and the flags that only say where things are. */
export function commandLine(text: string): string {
  return text.replace(/\\\n\s*/g, '').replace(/\s+/g, ' ').trim()
    .replace(/^vtctlclient -server \S+ /, 'vtctlclient ').replace(/^vtworker .*? (?=[A-Z]\w+( |$))/, 'vtworker ')
}

/** A line of a log, which a command in the background may print at any time. */
const logLine = /^[IWEF]\d{4} /

/** What Vitess prints is told by its steps; what vtsim prints is told by nobody else. */
const output: Teller = (event, memory) => {
  const text = textOf(event)
  const tone = /^VIOLATED\b/.test(text) ? 'bad' : /^ok\b/.test(text) ? 'ok' : 'dim'
  return say(event, memory.isOwnVerb && text !== '' && !logLine.test(text) ? 'event' : 'detail', text, { actor: '', tone })
}

const commandEnded: Teller = event => say(event, 'detail', 'the command is done', { actor: '' })

interface Decision { readonly nth: number; readonly text?: string; readonly line?: string; readonly isWell?: boolean }

const decided: Teller = (event, memory) => {
  memory.command = event.seq
  return say(event, 'chapter', (event.data as Decision).text ?? '', { actor: 'you', tone: 'key' })
}

const readerOutput: Teller = event => say(event, 'event', (event.data as Decision).line ?? '', { actor: '', tone: 'dim' })

const readerEnded: Teller = event => (event.data as Decision).isWell === false
  ? say(event, 'event', 'that did not work', { actor: 'you', tone: 'bad' }) : say(event, 'detail', 'that is done', { actor: 'you' })

export const scenarioTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['scenario/heading', heading], ['scenario/prose', prose], ['scenario/ask', ask], ['scenario/command', command],
  ['reader/decided', decided], ['reader/output', readerOutput], ['reader/ended', readerEnded],
  ['scenario/output', output], ['scenario/command-ended', commandEnded],
]
