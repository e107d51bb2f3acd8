import xterm from '@xterm/headless'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FrameStream } from '../../../../src/ui/app/frame-stream.ts'

/** A stream that writes to an emulator, as large as it says. */
function onEmulator(columns: number, rows: number) {
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
  const writes: string[] = []
  // As the screen is entered: lines do not wrap.
  emulator.write('\u001b[?7l')
  const stream = new FrameStream({
    size: () => ({ columns: emulator.cols, rows: emulator.rows }),
    write(text) {
      writes.push(text)
      emulator.write(text)
    },
  })
  const shown = async (): Promise<string[]> => {
    await new Promise<void>(resolve => { emulator.write('', resolve) })
    return Array.from({ length: emulator.rows }, (_, row) => emulator.buffer.active.getLine(row)!.translateToString())
  }
  return { emulator, stream, writes, shown }
}

describe('frames on a terminal', () => {
  test('only the lines that differ are written', () => {
    const { stream, writes } = onEmulator(10, 3)
    stream.show(['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc'])
    stream.show(['aaaaaaaaaa', 'BBBBBBBBBB', 'cccccccccc'])
    expect(writes[1]).toBe('\u001b[?2026h\u001b[2;1H\u001b[0m\u001b[2KBBBBBBBBBB\u001b[?2026l')
  })

  test('the same frame again writes nothing', () => {
    const { stream, writes } = onEmulator(10, 2)
    stream.show(['a', 'b'])
    stream.show(['a', 'b'])
    expect(writes).toHaveLength(1)
  })

  test('whatever frames came before, the screen shows the last one', async () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom('a', '│', '▶', ' ', '-'), minLength: 12, maxLength: 12 }), { minLength: 4, maxLength: 4 })
    await fc.assert(fc.asyncProperty(fc.array(lines, { minLength: 1, maxLength: 6 }), async frames => {
      const { stream, shown } = onEmulator(12, 4)
      for (const frame of frames) stream.show(frame)
      expect(await shown()).toEqual(frames.at(-1))
    }), { numRuns: 40 })
  })

  test('a line as wide as the terminal keeps its last column', async () => {
    const { stream, shown } = onEmulator(5, 1)
    stream.show(['12345'])
    stream.show(['abcde'])
    expect(await shown()).toEqual(['abcde'])
  })

  test('lines beyond the last row are dropped, not scrolled', async () => {
    const { stream, shown } = onEmulator(3, 2)
    stream.show(['aaa', 'bbb', 'ccc'])
    expect(await shown()).toEqual(['aaa', 'bbb'])
  })

  test('after a resize the whole frame is written', async () => {
    const { emulator, stream, shown } = onEmulator(4, 2)
    stream.show(['aaaa', 'bbbb'])
    emulator.resize(6, 3)
    stream.forget()
    stream.show(['aaaaaa', 'bbbbbb', 'cccccc'])
    expect(await shown()).toEqual(['aaaaaa', 'bbbbbb', 'cccccc'])
  })

  test('frames after the end are dropped', () => {
    const { stream, writes } = onEmulator(4, 1)
    stream.close()
    stream.show(['late'])
    expect(writes).toEqual([])
  })
})
