import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KeyDecoder } from '../../../../src/ui/app/key-decoder.ts'
import { keyName } from '../../../../src/ui/state/index.ts'

function names(...pushes: readonly string[]): string[] {
  const decoder = new KeyDecoder()
  return [...pushes.flatMap(text => decoder.push(text)), ...decoder.flush()].map(keyName)
}

describe('what a terminal sends becomes keys', () => {
  test.each<[string, string, string[]]>([
    ['characters', 'aZ,é漢', ['a', 'Z', ',', 'é', '漢']],
    ['a space', ' ', ['space']],
    ['Enter and Tab', '\r\t', ['enter', 'tab']],
    ['Backspace, in both ways', '\u007f\b', ['backspace', 'backspace']],
    ['Ctrl and a letter', '\u0003\u001a\u0001', ['ctrl-c', 'ctrl-z', 'ctrl-a']],
    ['Escape', '\u001b', ['escape']],
    ['Escape twice', '\u001b\u001b', ['escape', 'escape']],
    ['arrows', '\u001b[A\u001b[B\u001b[C\u001b[D', ['up', 'down', 'right', 'left']],
    ['arrows in application mode', '\u001bOA\u001bOD', ['up', 'left']],
    ['arrows with Shift, Alt, Ctrl', '\u001b[1;2C\u001b[1;3C\u001b[1;5C', ['shift-right', 'alt-right', 'ctrl-right']],
    ['Home and End of xterm, of the console, of rxvt', '\u001b[H\u001b[F\u001b[1~\u001b[4~\u001b[7~\u001b[8~', ['home', 'end', 'home', 'end', 'home', 'end']],
    ['PgUp, PgDn, Delete', '\u001b[5~\u001b[6~\u001b[3~', ['page-up', 'page-down', 'delete']],
    ['Shift-Tab', '\u001b[Z', ['shift-tab']],
    ['function keys', '\u001bOP\u001b[15~\u001b[24~', ['f1', 'f5', 'f12']],
    ['Alt and a character', '\u001ba\u001b1\u001b.', ['alt-a', 'alt-1', 'alt-.']],
    ['Alt and an arrow, as some send it', '\u001b\u001b[C', ['escape', 'right']],
    ['what means nothing to us', '\u001b[?1;2c\u001b[200x', []],
  ])('%s', (_, text, keys) => {
    expect(names(text)).toEqual(keys)
  })

  test('a sequence that comes in pieces is one key', () => {
    expect(names('\u001b', '[', '1;5', 'C')).toEqual(['ctrl-right'])
  })

  test('Escape waits for what may follow, and is Escape when nothing does', () => {
    const decoder = new KeyDecoder()
    expect(decoder.push('\u001b')).toEqual([])
    expect(decoder.isPending).toBe(true)
    expect(decoder.flush().map(keyName)).toEqual(['escape'])
    expect(decoder.isPending).toBe(false)
  })

  test('pasted text is one key, whatever is in it', () => {
    const [press, next] = new KeyDecoder().push('\u001b[200~select 1;\nq\u001b[201~x')
    expect(press).toMatchObject({ name: 'paste', text: 'select 1;\nq' })
    expect(next).toMatchObject({ name: 'x' })
  })

  test('pasted text that comes in pieces is still one key', () => {
    const decoder = new KeyDecoder()
    expect(decoder.push('\u001b[200~sel')).toEqual([])
    expect(decoder.push('ect 1\u001b[201')).toEqual([])
    expect(decoder.push('~')).toMatchObject([{ name: 'paste', text: 'select 1' }])
  })

  test('a burst of typed text is as many keys, and none is lost, however it is cut', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'Z', '?', ' ', '\r', '\u001b[A', '\u001b[1;5C', 'é') })
    fc.assert(fc.property(texts, fc.nat(), (text, cut) => {
      const at = text.length === 0 ? 0 : cut % text.length
      expect(names(text.slice(0, at), text.slice(at))).toEqual(names(text))
    }))
  })

  test('garbage never hangs and never throws', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('\u001b', '[', 'O', ';', '1', '~', 'A', '\u0000', '200', '<', ' ') }), text => {
      names(text)
    }))
  })
})
