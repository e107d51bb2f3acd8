import type { KeyPress } from './action.ts'

/**
 * What a key is called in the table of keys: `space`, `a`, `A`, `ctrl-c`, `alt-1`, `shift-right`. A character
 * that needs Shift is that character.
 */
export function keyName({ name, ctrl, alt, shift }: KeyPress): string {
  const isCharacter = [...name].length === 1
  return `${ctrl ? 'ctrl-' : ''}${alt ? 'alt-' : ''}${shift && !isCharacter ? 'shift-' : ''}${name}`
}
