import type { TextPosition } from '../../../base/index.ts'

/** A piece of a word: text as it is, or a variable that is put in when the command runs. */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string }
  /** An unquoted variable is split at blanks, as in a shell; a quoted one stays one word. */
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean }

export interface Word { readonly parts: readonly WordPart[]; readonly at: TextPosition }

export interface Assignment { readonly name: string; readonly value: Word }

/** `VAR=x command word …`; without words, the assignments stay in force. */
export interface SimpleCommand {
  readonly kind: 'simple'
  readonly assignments: readonly Assignment[]
  readonly words: readonly Word[]
  readonly background: boolean
  readonly at: TextPosition
}

/** `for name in items; do body; done` */
export interface ForLoop {
  readonly kind: 'for'
  readonly name: string
  readonly items: readonly Word[]
  readonly body: readonly ShellNode[]
  readonly at: TextPosition
}

export type ShellNode = SimpleCommand | ForLoop
