import type { KeyPress } from './action.ts'
import type { TextInput } from './console-state.ts'
import { keyName } from './key-name.ts'

/**
 * A line after a key: characters, pasted text, and the keys of every shell (Ctrl-A, Ctrl-E, Ctrl-U, Ctrl-K,
 * Ctrl-W). null: the key does not edit.
 */
export function editText(input: TextInput, press: KeyPress): TextInput | null {
  const { text, at } = input
  const before = text.slice(0, at)
  const after = text.slice(at)
  switch (keyName(press)) {
    case 'left': case 'ctrl-b': return { text, at: at - lengthOfLast(before) }
    case 'right': case 'ctrl-f': return { text, at: at + ([...after][0]?.length ?? 0) }
    case 'home': case 'ctrl-a': return { text, at: 0 }
    case 'end': case 'ctrl-e': return { text, at: text.length }
    case 'alt-b': case 'ctrl-left': return { text, at: wordStart(before) }
    case 'alt-f': case 'ctrl-right': return { text, at: at + /^\s*\S*/.exec(after)![0].length }
    case 'backspace': case 'ctrl-h': return { text: before.slice(0, at - lengthOfLast(before)) + after, at: at - lengthOfLast(before) }
    case 'delete': case 'ctrl-d': return { text: before + after.slice([...after][0]?.length ?? 0), at }
    case 'ctrl-u': return { text: after, at: 0 }
    case 'ctrl-k': return { text: before, at }
    case 'ctrl-w': case 'alt-backspace': {
      const start = wordStart(before)
      return { text: before.slice(0, start) + after, at: start }
    }
  }
  if (press.text === '' || press.ctrl || press.alt) return null
  const typed = press.text.replace(/[\x00-\x1f\x7f]+/g, ' ')
  return { text: before + typed + after, at: at + typed.length }
}

function lengthOfLast(text: string): number {
  return [...text].at(-1)?.length ?? 0
}

function wordStart(text: string): number {
  return /\S*\s*$/.exec(text)!.index
}
