/** Where frames go. */
export interface FrameSink {
  size(): { readonly rows: number }
  write(text: string): void
}

/** What a terminal takes to become a screen of ours, and to be again what it was. */
export const enterScreen = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h\u001b[2J'
export const leaveScreen = '\u001b[?2026l\u001b[0m\u001b[?2004l\u001b[?7h\u001b[?25h\u001b[?1049l'

const beginUpdate = '\u001b[?2026h'
const endUpdate = '\u001b[?2026l'
const clear = '\u001b[0m\u001b[2J'

/**
 * Whole frames on a terminal. What is written are the lines that differ from the last frame, each at its place,
 * in one synchronised update: so nothing scrolls, flickers or drifts, whatever the size.
 */
export class FrameStream {
  /** null: what the terminal shows is not known. */
  private shown: readonly string[] | null = []
  private isOpen = true

  constructor(private readonly sink: FrameSink) {}

  show(frame: readonly string[]): void {
    if (!this.isOpen) return
    const next = frame.slice(0, this.sink.size().rows)
    const before = this.shown ?? []
    let text = this.shown === null ? clear : ''
    for (let row = 0; row < Math.max(next.length, before.length); row++) {
      if (next[row] === before[row]) continue
      // Erased before it is written: afterwards the cursor stands on the last column and would take it along.
      text += `\u001b[${row + 1};1H\u001b[0m\u001b[2K${next[row] ?? ''}`
    }
    this.shown = next
    if (text !== '') this.sink.write(`${beginUpdate}${text}${endUpdate}`)
  }

  /** The terminal was cleared or has another size: the next frame is written whole. */
  forget(): void {
    this.shown = null
  }

  /** Frames that come later are dropped. */
  close(): void {
    this.isOpen = false
  }
}
