import type { TraceEvent } from '../../../sim/index.ts'
import { say, type Teller } from '../sentence.ts'

const textOf = (event: TraceEvent): string => (event.data as { text?: string }).text ?? ''

const heading: Teller = (event, memory) => {
  memory.hasBegun = true
  return say(event, 'chapter', textOf(event).replace(/^#+ */, ''), { tone: 'title', actor: '' })
}

const prose: Teller = (event, memory) => {
  memory.hasBegun = true
  return say(event, 'detail', textOf(event), { actor: '' })
}

const ask: Teller = event => {
  const { question } = event.data as { question: string }
  return say(event, 'chapter', question, { tone: 'wait', actor: '?' })
}

const command: Teller = (event, memory) => {
  memory.hasBegun = true
  memory.command = event.seq
  return say(event, 'chapter', commandLine(textOf(event)), { tone: 'bold', actor: isSql(event) ? 'mysql>' : '$' })
}

const isSql = (event: TraceEvent): boolean => (event.data as { shell?: string }).shell !== 'shell'

/** On one line, without the line ends of the shell and the flags that only say where things are. */
export function commandLine(text: string): string {
  return text.replace(/\\\n\s*/g, '').replace(/\s+/g, ' ').trim()
    .replace(/^vtctlclient -server \S+ /, 'vtctlclient ').replace(/^vtworker .*? (?=[A-Z]\w+( |$))/, 'vtworker ')
}

const output: Teller = event => say(event, 'detail', textOf(event), { actor: '' })

const commandEnded: Teller = event => say(event, 'detail', 'the command is done', { actor: '' })

export const scenarioTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['scenario/heading', heading], ['scenario/prose', prose], ['scenario/ask', ask], ['scenario/command', command],
  ['scenario/output', output], ['scenario/command-ended', commandEnded],
]
