import type { Size } from '../state/index.ts'

/** Where frames go. */
export interface FrameSink {
  size(): Size
  write(text: string): void
}

/** What a terminal takes to become a screen of ours, and to be again what it was. */
export const enterScreen = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h\u001b[2J'
export const leaveScreen = '\u001b[?2026l\u001b[0m\u001b[?2004l\u001b[?7h\u001b[?25h\u001b[?1049l'

const beginUpdate = '\u001b[?2026h'
const endUpdate = '\u001b[?2026l'

/**
 * The stream that Ink writes to. Ink (in its debug mode) hands over one whole frame a write; what goes to the
 * terminal are the lines that differ from the last frame, each at its place, in one synchronised update. So
 * nothing scrolls, flickers or drifts, whatever the size.
 */
export class FrameStream {
  /** Ink hides and shows the cursor of a terminal by itself; here that is ours. */
  readonly isTTY = false
  private shown: readonly string[] = []
  private isOpen = true
  private readonly resized = new Set<() => void>()

  constructor(private readonly sink: FrameSink, private readonly onFrame: (frame: string) => void = () => {}) {}

  get columns(): number { return this.sink.size().columns }
  get rows(): number { return this.sink.size().rows }

  write(frame: string): boolean {
    if (!this.isOpen) return true
    const next = frame.split('\n').slice(0, this.rows)
    let text = ''
    for (let row = 0; row < Math.max(next.length, this.shown.length); row++) {
      if (next[row] === this.shown[row]) continue
      // Erased before it is written: afterwards the cursor stands on the last column and would take it along.
      text += `\u001b[${row + 1};1H\u001b[0m\u001b[2K${next[row] ?? ''}`
    }
    this.shown = next
    if (text !== '') this.sink.write(`${beginUpdate}${text}${endUpdate}`)
    this.onFrame(frame)
    return true
  }

  /** The terminal was cleared or has another size: the next frame is written whole. */
  forget(): void {
    this.shown = []
    this.sink.write('\u001b[0m\u001b[2J')
  }

  /** Frames that come later are dropped. */
  close(): void {
    this.isOpen = false
  }

  resize(): void {
    for (const tell of [...this.resized]) tell()
  }

  on(event: string, tell: () => void): this {
    if (event === 'resize') this.resized.add(tell)
    return this
  }

  off(event: string, tell: () => void): this {
    if (event === 'resize') this.resized.delete(tell)
    return this
  }
}
