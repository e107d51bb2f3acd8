import { shortCommand } from '../../lab/scenario/index.ts'
import { commandOf, type ClusterView, type ConsoleView, type ProcedureView, type StreamView } from '../cluster-view/index.ts'
import { isLogLine, withoutFrames } from './answer.ts'
import { readable } from './sentence.ts'
import { plainProse } from './plain-prose.ts'

/** What is to be said about a moment, and what in the cluster bears it out. */
export interface Narration {
  /** `MigrateServedTypes customer/0 MASTER, step 6 of 13: wait-for-catch-up`, what was typed, or the heading of the prose. */
  readonly title: string
  readonly paragraphs: readonly Paragraph[]
}

export interface Paragraph {
  /**
   * `output`: a line that the command has printed · `prose`: of the scenario · `doubt`: why that may not be true
   * here · `says`, `because`, `if-skipped`: of the step that runs · `evidence`: what is so at this moment · `source`: where Vitess does it.
   */
  readonly kind: 'output' | 'prose' | 'doubt' | 'says' | 'because' | 'if-skipped' | 'evidence' | 'source'
  readonly text: string
}

/**
 * The narration of a moment: of the step that runs, or else what was shown last, which is what a command has printed
 * or prose. It follows from the view alone, so it is true under any seed and in any branch.
 */
export function narrate(view: ClusterView): Narration {
  const procedure = view.procedures.at(-1)
  if (procedure === undefined && !hasBegun(view)) return beforeTheBeginning
  // At its own moment an answer counts, whatever goes on besides.
  if (procedure !== undefined && view.seq === view.console.endedAt) {
    const output = outputOf(view.console)
    if (output.length > 0) return { title: typedText(view.console), paragraphs: output }
  }
  const evidence = evidenceOf(view).map(text => ({ kind: 'evidence', text } as const))
  if (procedure === undefined || procedure.step === '') {
    const { heading, prose, doubt } = view.console
    const output = outputOf(view.console)
    const paragraphs = prose === '' ? [] : [
      ...doubt === '' ? [] : [{ kind: 'doubt', text: plainProse(doubt) } as const],
      ...output.length > 0 ? [] : [{ kind: 'prose', text: plainProse(prose) } as const],
    ]
    const title = output.length > 0 ? typedText(view.console) : heading.replace(/^#+ */, '')
    return { title, paragraphs: [...output, ...paragraphs, ...evidence] }
  }
  return { title: titleOf(procedure), paragraphs: [...ofStep(procedure, evidence)] }
}

/** More of it nobody reads on a screen. */
const linesMax = 200

/** What the last command has printed, its log aside, as long as no prose came after it. */
function outputOf({ printed, proseSeq, commandSeq }: ConsoleView): Paragraph[] {
  if (proseSeq > commandSeq) return []
  const lines: string[] = []
  for (let at = printed; at !== null && lines.length < linesMax; at = at.before) lines.unshift(at.text)
  const told = withoutFrames(lines).filter(line => line.trim() !== '' && !isLogLine(line))
  return told.map(text => ({ kind: 'output', text: readable(text) }))
}

function typedText({ command, shell }: ConsoleView): string {
  return `${shell === 'sql' ? 'mysql>' : '$'} ${readable(shortCommand(command))}`
}

/** Servers come up in any order; what is missing until then says nothing. */
const beforeTheBeginning: Narration = {
  title: '', paragraphs: [{ kind: 'prose', text: 'The cluster is being started. Nothing has been asked of it yet.' }],
}

function hasBegun({ console: { proseSeq, commandSeq } }: ClusterView): boolean {
  return proseSeq > 0 || commandSeq > 0
}

function titleOf({ name, subject, steps, step }: ProcedureView): string {
  const number = steps.indexOf(step) + 1
  const of = number > 0 ? `step ${number} of ${steps.length}: ` : ''
  return readable(`${commandOf(name)}${subject === '' ? '' : ` ${subject}`}, ${of}${step}`)
}

function* ofStep(procedure: ProcedureView, evidence: readonly Paragraph[]): Iterable<Paragraph> {
  const { step, skipped, failed, says, because, ifSkipped, source } = procedure
  if (skipped.includes(step)) {
    yield { kind: 'says', text: readable(`This step is left out. It would have been: ${says}`) }
    yield { kind: 'if-skipped', text: readable(`Without it: ${ifSkipped}.`) }
  } else {
    yield { kind: 'says', text: readable(failed === step ? `${says} That has failed.` : says) }
    yield { kind: 'because', text: readable(`Why: ${because}.`) }
    yield* evidence
    yield { kind: 'if-skipped', text: readable(`Without it: ${ifSkipped}.`) }
  }
  if (skipped.includes(step)) yield* evidence
  yield { kind: 'source', text: `Vitess: ${source}` }
}

/** What is so in the cluster at this moment and bears on what goes on. */
function evidenceOf(view: ClusterView): string[] {
  return [...whoCannotWrite(view), ...streamsBehind(view), ...whatIsBroken(view)]
}

/** Shards that vtgates send writes to, and whose master does not take them. */
function whoCannotWrite({ routes, tablets, keyspaces }: ClusterView): string[] {
  const said = new Set<string>()
  for (const { keyspace, shards } of routes.values()) {
    for (const routed of shards.get('MASTER') ?? []) {
      const name = routed.replace(/ \(disabled\)$/, '')
      const shard = keyspaces.get(keyspace)?.shards.find(one => one.name === `${keyspace}/${name}`)
      const master = shard?.master === undefined || shard.master === null ? undefined : tablets.get(shard.master)
      if (shard === undefined || master?.state === 'SERVING') continue
      const who = master === undefined ? `${shard.name} has no master` : `its master ${master.alias} does not serve`
      said.add(`Writes for ${shard.name} fail now: vtgates are sent there, and ${who}.`)
    }
  }
  return [...said]
}

function streamsBehind({ streams }: ClusterView): string[] {
  const running = [...streams.values()].filter(({ state }) => state === 'Running')
  const late = running.filter(({ behindTransactions }) => behindTransactions > 0)
  if (late.length === 0) {
    if (running.length === 0) return []
    return [`All streams are up to date: ${running.map(({ target, source }) => `${source} → ${target}`).join(', ')}.`]
  }
  const alike = new Map<string, StreamView[]>()
  for (const stream of late) {
    const how = `${howLate(stream)} behind ${stream.source}`
    alike.set(how, [...alike.get(how) ?? [], stream])
  }
  return [...alike].map(([how, all]) =>
    `${all.map(({ target }) => target).join(', ')} ${all.length === 1 ? 'is' : 'are'} ${how}: who read there now would miss them.`)
}

function howLate({ behindTransactions }: StreamView): string {
  return behindTransactions === 1 ? 'one transaction' : `${behindTransactions} transactions`
}

function whatIsBroken({ faults }: ClusterView): string[] {
  return [...faults.values()].map(({ what }) => `Broken now: ${what}.`)
}
