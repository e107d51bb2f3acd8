import { fromMarkdown } from 'mdast-util-from-markdown'
import { UserError } from '../../base/index.ts'
import { parseAskBlock, type Ask } from './ask-block.ts'
import { parseConsoleBlock, type ConsoleEntry } from './console-block.ts'
import { parseFrontMatter, type FrontMatter } from './front-matter.ts'
import { SourceText } from './source-text.ts'

/** A scenario as it was read: its front matter and its blocks, in the order of the file. */
export interface Scenario {
  /** The file's name without folder and ending: `customer-split`. */
  readonly name: string
  readonly source: SourceText
  readonly frontMatter: FrontMatter
  readonly blocks: readonly Block[]
}

export type Block =
  /** Markdown as written, shown when the run reaches it. */
  | { readonly kind: 'prose'; readonly text: string; readonly line: number }
  /** `firstLine` and `lastLine` are the lines inside the fences; there are none if `lastLine` is smaller. */
  | {
    readonly kind: 'console'
    readonly entries: readonly ConsoleEntry[]
    /** Its commands prepare what follows: what they print is neither told nor recorded. */
    readonly isQuiet: boolean
    readonly firstLine: number
    readonly lastLine: number
  }
  | { readonly kind: 'ask'; readonly line: number } & Ask

/** Reads the text of a scenario file. Fails with a UserError that has a position. */
export function parseScenario(file: string, text: string): Scenario {
  const source = new SourceText(file, text)
  const { frontMatter, bodyLine } = parseFrontMatter(source)
  // The front matter is blanked, not cut: so positions of the tree are positions in the file.
  const body = '\n'.repeat(bodyLine - 1) + text.split('\n').slice(bodyLine - 1).join('\n')
  const blocks: Block[] = []
  for (const node of fromMarkdown(body).children) {
    const first = node.position!.start.line
    const last = node.position!.end.line
    if (node.type === 'code' && (node.lang === 'console' || node.lang === 'ask')) {
      if (source.line(last).trim().slice(0, 3) !== '```' || last === first) {
        throw new UserError(
          `the ${node.lang} block does not end`, { position: source.at(first, 1), hint: 'close it with ```' },
        )
      }
      if (node.lang === 'ask') {
        blocks.push({ kind: 'ask', line: first, ...parseAskBlock(source, first + 1, last - 1) })
        continue
      }
      const isQuiet = node.meta === 'quiet'
      if (!isQuiet && (node.meta ?? '') !== '') {
        throw new UserError(`unknown word \`${node.meta}\``, {
          position: source.at(first, source.line(first).indexOf(node.meta!) + 1),
          hint: '`console` may be followed by `quiet`',
        })
      }
      const range = { isQuiet, firstLine: first + 1, lastLine: last - 1 }
      blocks.push({ kind: 'console', entries: parseConsoleBlock(source, first + 1, last - 1), ...range })
    } else {
      const lines = Array.from({ length: last - first + 1 }, (_, index) => source.line(first + index))
      blocks.push({ kind: 'prose', text: lines.join('\n'), line: first })
    }
  }
  return { name: file.replace(/^.*\//, '').replace(/\.md$/, ''), source, frontMatter, blocks }
}
