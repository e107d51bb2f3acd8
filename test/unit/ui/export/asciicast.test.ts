import { describe, expect, test } from 'vitest'
import { Terminal } from '@xterm/headless'
import { asciicast, type CastFrame } from '../../../../src/ui/export/index.ts'

const frames: readonly CastFrame[] = [
  { atMs: 0, lines: ['one', 'two', 'three'], marker: 'begin' },
  { atMs: 500, lines: ['one', '\u001b[32mTWO\u001b[0m', 'three'], marker: '' },
  { atMs: 1250, lines: ['one'], marker: 'end' },
]
const options = { columns: 20, rows: 3, title: 'a run' }
const read = (text: string): unknown[] => text.trimEnd().split('\n').map(line => JSON.parse(line) as unknown)

describe('frames as an asciicast', () => {
  test('version 2 counts time from the beginning, version 3 from the event before', () => {
    const times = (version: 2 | 3): unknown[] =>
      (read(asciicast(frames, { ...options, version })).slice(1) as [number, string, string][]).map(([at]) => at)
    expect(times(2)).toEqual([0, 0, 0.5, 1.25, 1.25])
    expect(times(3)).toEqual([0, 0, 0.5, 0.75, 0])
  })

  test('the header tells the size in the words of its version', () => {
    expect(read(asciicast([], { ...options, version: 2 }))[0]).toEqual({ version: 2, width: 20, height: 3, title: 'a run' })
    expect(read(asciicast([], { ...options, version: 3 }))[0])
      .toEqual({ version: 3, term: { cols: 20, rows: 3, type: 'xterm-256color' }, title: 'a run' })
  })

  test('a terminal that plays it shows each frame in turn', async () => {
    const terminal = new Terminal({ cols: 20, rows: 3, allowProposedApi: true })
    const shown: string[][] = []
    for (const [, code, data] of read(asciicast(frames, { ...options, version: 3 })).slice(1) as [number, string, string][]) {
      if (code !== 'o') continue
      await new Promise<void>(done => { terminal.write(data, done) })
      shown.push([0, 1, 2].map(row => terminal.buffer.active.getLine(row)!.translateToString(true)))
    }
    expect(shown).toEqual([['one', 'two', 'three'], ['one', 'TWO', 'three'], ['one', '', '']])
  })
})
