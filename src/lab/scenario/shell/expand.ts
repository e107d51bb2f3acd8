import type { TextPosition } from '../../../base/index.ts'
import type { Word } from './syntax.ts'

/** A word after variables were put in, with the place where it stands. */
export interface Argument { readonly text: string; readonly at: TextPosition }

export type Variables = ReadonlyMap<string, string>

/** The words that a command gets: unquoted variables are split at blanks and vanish when empty. */
export function expandWords(words: readonly Word[], variables: Variables): Argument[] {
  return words.flatMap(word => expandWord(word, variables).map(text => ({ text, at: word.at })))
}

/** The one text of an assignment's value: never split. */
export function expandText(word: Word, variables: Variables): string {
  return word.parts.map(part => (part.kind === 'text' ? part.text : variables.get(part.name) ?? '')).join('')
}

function expandWord(word: Word, variables: Variables): string[] {
  const texts: string[] = []
  let current: string | null = null
  for (const part of word.parts) {
    if (part.kind === 'text') current = (current ?? '') + part.text
    else {
      const value = variables.get(part.name) ?? ''
      if (part.quoted) {
        current = (current ?? '') + value
        continue
      }
      const pieces = value.split(/[ \t\n]+/)
      // A blank at the value's start or end separates too: then the first or last piece is empty.
      pieces.forEach((piece, index) => {
        if (index > 0 && current !== null) {
          texts.push(current)
          current = null
        }
        if (piece !== '') current = (current ?? '') + piece
      })
    }
  }
  if (current !== null) texts.push(current)
  return texts
}
