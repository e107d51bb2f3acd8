import type { KeyPress } from '../state/index.ts'

const ESC = '\u001b'
const pasteBegin = `${ESC}[200~`
const pasteEnd = `${ESC}[201~`

/** Ends of `ESC [ …` and `ESC O …`. */
const finals: ReadonlyMap<string, string> = new Map([
  ['A', 'up'], ['B', 'down'], ['C', 'right'], ['D', 'left'], ['H', 'home'], ['F', 'end'], ['Z', 'shift-tab'],
  ['P', 'f1'], ['Q', 'f2'], ['R', 'f3'], ['S', 'f4'], ['M', 'enter'],
])
/** Numbers of `ESC [ n ~`. */
const numbered: ReadonlyMap<string, string> = new Map([
  ['1', 'home'], ['2', 'insert'], ['3', 'delete'], ['4', 'end'], ['5', 'page-up'], ['6', 'page-down'], ['7', 'home'],
  ['8', 'end'], ['11', 'f1'], ['12', 'f2'], ['13', 'f3'], ['14', 'f4'], ['15', 'f5'], ['17', 'f6'], ['18', 'f7'],
  ['19', 'f8'], ['20', 'f9'], ['21', 'f10'], ['23', 'f11'], ['24', 'f12'],
])
const controls: ReadonlyMap<string, string> = new Map([
  ['\r', 'enter'], ['\n', 'enter'], ['\t', 'tab'], ['\u007f', 'backspace'], ['\b', 'backspace'], [' ', 'space'],
])

const sequence = /^\u001b(?:\[([\d;:<=>?]*)([ -/]*)([@-~])|O([\d;]*)([@-~]))/
const unfinished = /^\u001b(?:\[[\d;:<=>?]*[ -/]*|O[\d;]*)?$/

/**
 * Makes keys of what a terminal sends. A burst of typed-ahead text becomes one key a character; pasted text is
 * one key `paste`. What may be the beginning of a sequence is kept for the next push, or for `flush`, which
 * says that nothing followed: then it was Escape.
 */
export class KeyDecoder {
  private rest = ''

  /** Whether something waits for its end. */
  get isPending(): boolean { return this.rest !== '' }

  push(text: string): KeyPress[] {
    this.rest += text
    return this.take(false)
  }

  flush(): KeyPress[] {
    return this.take(true)
  }

  private take(isAll: boolean): KeyPress[] {
    const presses: KeyPress[] = []
    while (this.rest !== '') {
      if (this.rest.startsWith(pasteBegin)) {
        const end = this.rest.indexOf(pasteEnd)
        if (end < 0 && !isAll) break
        presses.push(pressOf('paste', { text: this.rest.slice(pasteBegin.length, end < 0 ? undefined : end) }))
        this.rest = end < 0 ? '' : this.rest.slice(end + pasteEnd.length)
        continue
      }
      if (!isAll && unfinished.test(this.rest)) break
      const [press, length] = firstOf(this.rest)
      if (press !== null) presses.push(press)
      this.rest = this.rest.slice(length)
    }
    return presses
  }
}

/** The key at the beginning of a text, and how long it is; null for what means nothing to us. */
function firstOf(text: string): [KeyPress | null, number] {
  const match = sequence.exec(text)
  if (match !== null) return [ofSequence(match), match[0].length]
  if (text[0] !== ESC) {
    const [character] = text as unknown as Iterable<string>
    return [ofCharacter(character!), character!.length]
  }
  if (text.length === 1 || text[1] === ESC) return [pressOf('escape'), 1]
  const [press, length] = firstOf(text.slice(1))
  return [press === null ? null : { ...press, alt: true }, length + 1]
}

function ofSequence([, parameters = '', middle = '', final, ssParameters = '', ssFinal]: RegExpExecArray): KeyPress | null {
  if (middle !== '' || /[<=>?]/.test(parameters)) return null
  const [number = '', modifier = ''] = (final === undefined ? ssParameters : parameters).split(/[;:]/)
  const name = final === '~' ? numbered.get(number) : finals.get(final ?? ssFinal!)
  if (name === undefined) return null
  if (name === 'shift-tab') return pressOf('tab', { shift: true })
  const bits = modifier === '' ? 0 : Number(modifier) - 1
  return pressOf(name, { shift: (bits & 1) !== 0, alt: (bits & 2) !== 0, ctrl: (bits & 4) !== 0 })
}

function ofCharacter(character: string): KeyPress {
  const name = controls.get(character)
  if (name !== undefined) return pressOf(name, { text: name === 'space' ? ' ' : '' })
  const code = character.codePointAt(0)!
  if (code === 0) return pressOf('space', { ctrl: true })
  if (code < 32) return pressOf(String.fromCharCode(code < 27 ? code + 96 : code + 64), { ctrl: true })
  return pressOf(character, { text: character, shift: character !== character.toLowerCase() })
}

function pressOf(name: string, part: Partial<KeyPress> = {}): KeyPress {
  return { name, text: '', ctrl: false, alt: false, shift: false, ...part }
}
