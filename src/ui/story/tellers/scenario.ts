import type { TraceEvent } from '../../../sim/index.ts'
import { shortCommand } from '../../../lab/scenario/index.ts'
import type { SrvKeyspace, TopoContents } from '../../../vitess/wire/index.ts'
import { answerText, isErrorLine, isLogLine } from '../answer.ts'
import { plainProse } from '../plain-prose.ts'
import { say, type Teller } from '../sentence.ts'

const textOf = (event: TraceEvent): string => (event.data as { text?: string }).text ?? ''

const heading: Teller = (event, memory) => {
  memory.hasBegun = true
  return say(event, 'chapter', plainProse(textOf(event).replace(/^#+ */, '')), { tone: 'title', actor: '' })
}

const prose: Teller = (event, memory) => {
  memory.hasBegun = true
  return say(event, 'prose', plainProse(textOf(event)), { actor: '' })
}

const ask: Teller = event => {
  const { question } = event.data as { question: string }
  return say(event, 'chapter', plainProse(question), { tone: 'wait', actor: '?' })
}

interface Image { readonly text: string; readonly line: number; readonly records: readonly ImageRecord[] }
interface ImageRecord { readonly cell: string; readonly path: string; readonly contents: TopoContents }

/** What the cluster's description says is not so any more. */
const image: Teller = (event, memory) => {
  const { text, line, records } = event.data as Image
  memory.records.clear()
  for (const { cell, path, contents } of records) memory.records.set(`${cell} ${path}`, { value: contents, seq: event.seq })
  for (const [key, { value }] of memory.heard) {
    const [gate, keyspace] = key.split(' ')
    const graph = records.find(({ path }) => path === `keyspaces/${keyspace}/SrvKeyspace`)?.contents ?? value
    memory.heard.set(`${gate} ${keyspace}`, { value: graph as SrvKeyspace, seq: event.seq })
  }
  return say(event, 'chapter', `from an image: what stands before ${text}, line ${line}, has run undisturbed`, { tone: 'title', actor: '' })
}

const command: Teller = (event, memory) => {
  memory.hasBegun = true
  memory.command = event.seq
  memory.printed = []
  const text = shortCommand(textOf(event))
  memory.isOwnVerb = text.startsWith('vtsim ')
  if (isSql(event)) return say(event, 'event', text, { actor: 'mysql>' })
  return say(event, 'chapter', text, { tone: 'bold', actor: '$' })
}

const isSql = (event: TraceEvent): boolean => (event.data as { shell?: string }).shell !== 'shell'

/** What Vitess prints is told when the command has ended; what vtsim prints is told line by line. */
const output: Teller = (event, memory) => {
  const text = textOf(event)
  memory.printed.push(text)
  const tone = /^VIOLATED\b/.test(text) ? 'bad' : /^ok\b/.test(text) ? 'ok' : 'dim'
  return say(event, memory.isOwnVerb && text !== '' && !isLogLine(text) ? 'event' : 'detail', text, { actor: '', tone })
}

/** The answer. */
const commandEnded: Teller = (event, memory) => {
  const { failure } = event.data as { failure?: string }
  const answer = memory.isOwnVerb ? '' : answerText(memory.printed)
  if (failure === undefined && answer !== '') {
    return say(event, 'event', answer, { actor: '', tone: isErrorLine(answer) ? 'bad' : 'plain', because: memory.command })
  }
  return failure === undefined ? say(event, 'detail', 'the command is done', { actor: '' })
    : say(event, 'event', `the command has failed, which the story does not know of: ${failure}`, { actor: '', tone: 'bad' })
}

const doubt: Teller = event => say(event, 'event', textOf(event), { actor: '', tone: 'wait' })

interface Decision { readonly nth: number; readonly text?: string; readonly line?: string; readonly isWell?: boolean }

const decided: Teller = (event, memory) => {
  memory.command = event.seq
  return say(event, 'chapter', (event.data as Decision).text ?? '', { actor: 'you', tone: 'key' })
}

const readerOutput: Teller = event => say(event, 'event', (event.data as Decision).line ?? '', { actor: '', tone: 'dim' })

const readerEnded: Teller = event => (event.data as Decision).isWell === false
  ? say(event, 'event', 'that has failed', { actor: 'you', tone: 'bad' }) : say(event, 'detail', 'that is done', { actor: 'you' })

export const scenarioTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['scenario/image', image],
  ['scenario/heading', heading], ['scenario/prose', prose], ['scenario/doubt', doubt], ['scenario/ask', ask], ['scenario/command', command],
  ['reader/decided', decided], ['reader/output', readerOutput], ['reader/ended', readerEnded],
  ['scenario/output', output], ['scenario/command-ended', commandEnded],
]
