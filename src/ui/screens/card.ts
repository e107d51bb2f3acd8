import { runCommandLine } from '../../lab/branch/index.ts'
import { failedCommandsText, type ScenarioRun } from '../../lab/scenario/index.ts'
import { takeOf, type Show, type UiState } from '../state/index.ts'
import { box, dim, emptyLine, fill, fit, line, span, title, wrap, type Line } from '../text/index.ts'
import { bottomLine } from './bottom-line.ts'
import { header } from './header.ts'

const nameColumns = 12

/** What is left of a run when it is over: the rule, what clients felt, what was promised, and how to see it again. */
export function cardScreen(state: UiState): Line[] {
  const { columns, rows } = state.size
  const show = state.show!
  const width = Math.min(columns, 96)
  const { branch } = takeOf(show)
  const { result } = branch
  const lines = [
    ...rule(show, width - 4), ...result === null ? [line(dim('This run has not come to its end.'))] : facts(result, width - 4),
    ...questions(show, width - 4), ...again(show, width - 4),
  ].map(one => line(' ', ...one))
  const head = line(title('What stays'), dim(`  ${show.scenario.frontMatter.title}`))
  const shown = box(lines, { columns: width, rows: rows - 2, title: head })
  return [header(state), ...fill(shown, columns, rows - 2), bottomLine(state)]
}

function rule({ scenario }: Show, columns: number): Line[] {
  const { rule: text, question } = scenario.frontMatter
  if (text === '') return question === '' ? [] : [...wrap(line(span(question, 'bold')), columns), emptyLine]
  return [...wrap(line(span(text, 'bold')), columns), emptyLine]
}

function facts({ clients, cutover, checks, run, commandsFailed }: ScenarioRun, columns: number): Line[] {
  const { sent, acked, failed, unknown, buffered } = clients
  const ending = cutover.end === 'lasts' ? '; it has not come to its end'
    : cutover.end === 'given-back' ? '; the old shard took them again' : ''
  const outage = cutover.end === null ? 'writes were never stopped for a cutover'
    : `${Math.round(cutover.writeBlockedMs)} ms of virtual time, in which clients saw ${count(cutover.errors, 'error')}${ending}`
  const broken = checks.filter(({ verdict }) => verdict.verdict === 'violated')
  const kept = checks.filter(({ verdict }) => verdict.verdict === 'ok')
  return [
    ...commandsFailed.length === 0 ? [] : field('failed', failedCommandsText(commandsFailed), columns, 'bad'),
    ...field('clients', `${sent} sent, ${acked} acknowledged, ${failed} refused, ${unknown} unknown`
      + `${buffered > 0 ? `, ${buffered} held back by a vtgate` : ''}`, columns),
    ...field('no writes', outage, columns),
    ...field('promises', checks.length === 0 ? 'none were checked'
      : broken.length === 0 ? `${count(kept.length, 'promise')} kept` : `${count(broken.length, 'promise')} broken`, columns,
    broken.length > 0 ? 'bad' : 'ok'),
    ...broken.flatMap(({ name, verdict }) => {
      const [first] = verdict.verdict === 'violated' ? verdict.evidence : []
      return field('', `✘ ${name}: ${first?.says ?? ''}`, columns, 'bad')
    }),
    ...field('took', `${(run.nowMs / 1000).toFixed(1)} s of virtual time`, columns), emptyLine,
  ]
}

function questions({ answers, takes }: Show, columns: number): Line[] {
  if (answers.size === 0) return []
  const { trace } = takes[0]!.branch
  const right = [...answers].filter(([seq, choice]) =>
    choice !== null && seq <= trace.length && isRight(trace.get(seq).data, choice))
  return [...field('questions', `${right.length} of ${answers.size} foreseen`, columns), emptyLine]
}

function isRight(data: unknown, choice: number): boolean {
  const { options = [] } = data as { options?: readonly { readonly isRight: boolean }[] }
  return options[choice]?.isRight === true
}

function again(show: Show, columns: number): Line[] {
  const { branch } = takeOf(show)
  return [
    ...branch.decision === '' ? [] : field('you did', branch.decision, columns),
    ...field('again', runCommandLine('play', show.scenario.source.file, branch.plan, 'vtsim'), columns, 'key'),
    ...field('from here', '! provoke something · : ask it by SQL · d compare branches · x export', columns),
  ]
}

function field(name: string, text: string, columns: number, tone: 'plain' | 'ok' | 'bad' | 'key' = 'plain'): Line[] {
  return wrap(line(span(text, tone)), columns - nameColumns).map((one, row) =>
    line(...fit(line(dim(row === 0 ? name : '')), nameColumns), ...one))
}

const count = (number: number, what: string): string => number === 1 ? `1 ${what}` : `${number} ${what}s`
