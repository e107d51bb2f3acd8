import { describe, expect, test } from 'vitest'
import { UserError } from '../../../../src/base/index.ts'
import { expandText, expandWords } from '../../../../src/lab/scenario/shell/expand.ts'
import { parseShell } from '../../../../src/lab/scenario/shell/parse-shell.ts'
import type { ShellNode } from '../../../../src/lab/scenario/shell/syntax.ts'

const locate = (offset: number) => ({ line: 1, column: offset + 1 })
const parse = (text: string) => parseShell(text, locate)

/** The commands that a text runs, loops unrolled, words expanded; `A=b` before a command in braces. */
function commands(text: string, variables = new Map<string, string>()): string[] {
  const nodes = parse(text)
  if (nodes === 'incomplete') return ['incomplete']
  const run = (list: readonly ShellNode[]): string[] => list.flatMap(node => {
    if (node.kind === 'for') {
      return expandWords(node.items, variables).flatMap(item => {
        variables.set(node.name, item.text)
        return run(node.body)
      })
    }
    const local = node.assignments.map(({ name, value }) => `${name}=${expandText(value, variables)}`)
    const words = expandWords(node.words, variables).map(word => `[${word.text}]`)
    if (words.length === 0) for (const { name, value } of node.assignments) variables.set(name, expandText(value, variables))
    return [`${local.length > 0 ? `{${local.join(' ')}} ` : ''}${words.join(' ')}${node.background ? ' &' : ''}`]
  })
  return run(nodes)
}

describe('the shell reads what the article types', () => {
  test.each([
    ['vtctlclient -server localhost:15999 MigrateServedTypes customer/0 rdonly',
      ['[vtctlclient] [-server] [localhost:15999] [MigrateServedTypes] [customer/0] [rdonly]']],
    ['for i in 300 301; do\n CELL=zone1 TABLET_UID=$i ./up.sh\ndone', ['{CELL=zone1 TABLET_UID=300} [./up.sh]', '{CELL=zone1 TABLET_UID=301} [./up.sh]']],
    ['for i in 1 2; do a $i; done', ['[a] [1]', '[a] [2]']],
    ['for i in 1 2\ndo\n a $i\ndone; b', ['[a] [1]', '[a] [2]', '[b]']],
    ['for i in 1 2; do for j in x y; do a $i$j; done; done', ['[a] [1x]', '[a] [1y]', '[a] [2x]', '[a] [2y]']],
    ['vtworker \\\n -cell zone1 \\\n SplitClone', ['[vtworker] [-cell] [zone1] [SplitClone]']],
    ['a b & # in the background', ['[a] [b] &']],
    ['a # comment', ['[a]']],
    ['a b#c', ['[a] [b#c]']],
    ['X=1', ['{X=1} ']],
    ['a; b\nc', ['[a]', '[b]', '[c]']],
    ['', []],
    ['a \'x  $y\' "p  q"', ['[a] [x  $y] [p  q]']],
    ['a ""', ['[a] []']],
    ['a \\"b\\"', ['[a] ["b"]']],
  ])('%j', (text, expected) => {
    expect(commands(text)).toEqual(expected)
  })

  test('unquoted variables are split at blanks and vanish when empty, quoted ones stay one word', () => {
    const variables = new Map([['FLAGS', '-a 1 -b'], ['DIR', '/tmp/x y'], ['EMPTY', '']])
    expect(commands('c $FLAGS "$DIR"/tmp $EMPTY "$EMPTY" ${FLAGS}z', variables))
      .toEqual(['[c] [-a] [1] [-b] [/tmp/x y/tmp] [] [-a] [1] [-bz]'])
  })

  test.each(['for i in 1; do', 'for i in 1', 'a \\', 'a "b', "a 'b", 'for'])('%j wants more lines', text => {
    expect(parse(text)).toBe('incomplete')
  })

  test.each([
    ['a | b', 3, '|'], ['a > b', 3, '>'], ['a && b', 3, '&&'], ['a $(b)', 3, '$('], ['done', 1, 'done'], ['if a', 1, 'if'],
    ['for 1 in a; do b; done', 5, '1'], ['for i of a; do b; done', 7, 'of'], ['& a', 1, '&'],
  ])('%j is refused at its place', (text, column, what) => {
    const error = thrownBy(() => parse(text))
    expect(error.position).toEqual({ line: 1, column })
    expect(error.message).toContain(what)
  })
})

function thrownBy(body: () => unknown): UserError {
  try {
    body()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
