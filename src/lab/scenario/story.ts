import type { Ctx, TraceEvent } from '../../sim/index.ts'
import type { Ask } from './ask-block.ts'
import type { ConsoleEntry } from './console-block.ts'
import { doubtText, shortCommand, tellsOfFailure, type FailedCommand } from './failed-command.ts'
import type { Block, Scenario } from './parse-scenario.ts'
import type { FailureSeen, ShellSession } from './shell-session.ts'
import type { Trouble } from './trouble.ts'
import { typeEntry } from './type-entry.ts'

/** What a reader of a run gets to see, in order. */
export type News =
  | { readonly kind: 'prose'; readonly text: string }
  /** The run begins from an image. */
  | { readonly kind: 'image'; readonly text: string }
  /** Before the first prose after a command that failed: it tells of what would have been. */
  | { readonly kind: 'doubt'; readonly text: string }
  | { readonly kind: 'ask'; readonly ask: Ask }
  /** To the last question; comes when its evidence has been shown. */
  | { readonly kind: 'answer'; readonly ask: Ask }
  | { readonly kind: 'command'; readonly entry: ConsoleEntry; readonly timeUs: number }
  | { readonly kind: 'output'; readonly line: string; readonly timeUs: number }
  | { readonly kind: 'event'; readonly event: TraceEvent }

type ConsoleBlock = Extract<Block, { kind: 'console' }>

export interface PartToPlay {
  /** What stands before this entry is neither told nor typed; null: all is played. */
  readonly from: ConsoleEntry | null
  readonly before: ((ctx: Ctx, entry: ConsoleEntry) => Promise<void>) | null
}

/**
 * Goes through the blocks of a scenario, and tells of each: to whoever listens, and as `scenario/*` events of the
 * operator. `scenario/command-ended` {block, line, failure?}: with what the command printed if it failed, and the
 * recorded output has no such failure.
 */
export class Story {
  readonly outputs = new Map<ConsoleEntry, string[]>()
  readonly commandsFailed: FailedCommand[] = []
  private readonly recorded: readonly string[]
  private asked: Ask | null = null
  private hasDoubted = false

  constructor(
    private readonly scenario: Scenario, private readonly session: ShellSession,
    private readonly tell: (news: News) => void, private readonly trouble: Trouble | undefined,
    private readonly part: PartToPlay,
  ) {
    this.recorded = scenario.blocks.flatMap(block => block.kind === 'console'
      ? block.entries.flatMap(entry => entry.output) : [])
  }

  async play(ctx: Ctx): Promise<void> {
    const { session, scenario, part: { from, before: beforeCommand } } = this
    let last: ConsoleEntry | null = null
    let hasBegun = from === null
    for (const [index, block] of scenario.blocks.entries()) {
      if (!hasBegun && (block.kind !== 'console' || !block.entries.includes(from!))) continue
      if (block.kind !== 'console') this.tellAnswer()
      if (block.kind === 'prose') this.prose(ctx, index, block.text)
      else if (block.kind === 'ask') this.ask(ctx, index, block)
      else {
        for (const entry of block.entries) {
          hasBegun ||= entry === from
          if (!hasBegun) continue
          last = entry
          if (beforeCommand !== null) await beforeCommand(ctx, entry)
          if (!await this.command(ctx, index, block, entry)) return session.waitForBackground(ctx)
        }
      }
    }
    this.tellAnswer()
    const before = session.failures.length
    await session.waitForBackground(ctx)
    const late = session.failures.slice(before).find(failure => !this.isForeseen(failure, []))
    if (late !== undefined && last !== null) this.failed(last, late)
  }

  private prose(ctx: Ctx, index: number, text: string): void {
    const isHeading = /^#+ /.test(text)
    const [first] = this.commandsFailed
    if (first !== undefined && !isHeading && !this.hasDoubted) {
      this.hasDoubted = true
      ctx.emit('scenario/doubt', { text: doubtText(first) })
      this.tell({ kind: 'doubt', text: doubtText(first) })
    }
    ctx.emit(isHeading ? 'scenario/heading' : 'scenario/prose', { block: index, text })
    this.tell({ kind: 'prose', text })
  }

  private ask(ctx: Ctx, index: number, ask: Ask): void {
    const { question, options, answer } = ask
    ctx.emit('scenario/ask', { block: index, question, options, answer })
    this.tell({ kind: 'ask', ask })
    this.asked = ask
  }

  private tellAnswer(): void {
    if (this.asked !== null && this.asked.answer !== '') this.tell({ kind: 'answer', ask: this.asked })
    this.asked = null
  }

  /** Answers whether the operator goes on. */
  private async command(ctx: Ctx, index: number, block: ConsoleBlock, entry: ConsoleEntry): Promise<boolean> {
    const lines: string[] = []
    this.outputs.set(entry, lines)
    ctx.emit('scenario/command', { block: index, shell: entry.kind, text: entry.text, line: entry.firstLine })
    this.tell({ kind: 'command', entry, timeUs: ctx.nowUs })
    this.session.print = line => {
      if (block.isQuiet) return
      lines.push(line)
      ctx.emit('scenario/output', { text: line })
      this.tell({ kind: 'output', line, timeUs: ctx.nowUs })
    }
    const { failure, goesOn } = await typeEntry(
      ctx, this.session, entry, this.scenario.source.at(entry.firstLine, 1), this.trouble,
      seen => this.isForeseen(seen, entry.output),
    )
    const blamed = failure === null ? null : this.failed(entry, failure)
    const how = failure === null || blamed !== entry ? {} : { failure: failure.says }
    ctx.emit('scenario/command-ended', { block: index, line: entry.firstLine, ...how })
    return goesOn
  }

  /** What a background command prints may stand under any entry. */
  private isForeseen({ says, mayBeOfBackground }: FailureSeen, recorded: readonly string[]): boolean {
    return tellsOfFailure(mayBeOfBackground ? this.recorded : recorded, says)
  }

  /** Seen under one entry; the command that failed may have been typed before. Answers the entry that it stands in. */
  private failed(under: ConsoleEntry, { says, background }: FailureSeen): ConsoleEntry {
    const line = background?.at.line ?? under.firstLine
    const entry = [...this.outputs.keys()].find(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine) ?? under
    this.commandsFailed.push({ command: shortCommand(entry.text), line: entry.firstLine, says })
    return entry
  }
}
