import { spawn, type IPty } from '@lydell/node-pty'
import xterm from '@xterm/headless'
import { root } from '../tidy/sources.ts'

export interface TerminalOptions {
  readonly columns?: number
  readonly rows?: number
  /** Where the program is started; default the root of the project. */
  readonly cwd?: string
  readonly env?: { readonly [name: string]: string }
}

/** How long a screen may take to come; the machine may have more to do. */
const patienceMs = 60_000

/** A program in a terminal of its own, as an emulator shows it. */
export class PseudoTerminal {
  /** All that was written, as it was. */
  written = ''
  readonly exit: Promise<{ readonly code: number; readonly signal: number }>
  hasExited = false
  /** Writes that the emulator has not taken in yet. */
  private unread = 0
  private readonly emulator: InstanceType<typeof xterm.Terminal>
  private readonly pty: IPty

  constructor(program: string, args: readonly string[], { columns = 80, rows = 24, cwd = root, env = {} }: TerminalOptions = {}) {
    this.emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 200 })
    const base: { [name: string]: string | undefined } = { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8' }
    for (const name of ['CI', 'NO_COLOR', 'FORCE_COLOR', 'VITEST', 'NODE_ENV', 'LC_ALL', 'VTSIM_COMMAND']) delete base[name]
    this.pty = spawn(program, [...args], { cols: columns, rows, cwd, env: { ...base, ...env } })
    this.pty.onData(data => {
      this.written += data
      this.unread++
      this.emulator.write(data, () => { this.unread-- })
    })
    this.exit = new Promise(resolve => {
      this.pty.onExit(({ exitCode, signal }) => {
        this.hasExited = true
        // What was written last is still on its way to the screen.
        void this.rests(30).then(() => resolve({ code: exitCode, signal: signal ?? 0 }))
      })
    })
  }

  get pid(): number { return this.pty.pid }

  /** What is on the screen now, without trailing blanks. */
  lines(): string[] {
    const { active } = this.emulator.buffer
    return Array.from({ length: this.emulator.rows }, (_, row) =>
      active.getLine(active.baseY + row)?.translateToString(true) ?? '')
  }

  text(): string {
    return this.lines().join('\n')
  }

  get isAlternate(): boolean { return this.emulator.buffer.active.type === 'alternate' }

  /** What a program may leave behind. */
  get modes(): { readonly [mode: string]: boolean } {
    return {
      isAlternate: this.isAlternate, isPasteBracketed: this.emulator.modes.bracketedPasteMode,
      isWrapping: this.emulator.modes.wraparoundMode,
      isCursorHidden: this.written.lastIndexOf('\u001b[?25l') > this.written.lastIndexOf('\u001b[?25h'),
    }
  }

  type(text: string): void {
    this.pty.write(text)
  }

  /** Types, and waits until the screen shows this. */
  async press(text: string, shows: RegExp | ((screen: string) => boolean)): Promise<string> {
    this.type(text)
    return this.shows(shows)
  }

  resize(columns: number, rows: number): void {
    this.emulator.resize(columns, rows)
    this.pty.resize(columns, rows)
  }

  kill(signal: string): void {
    this.pty.kill(signal)
  }

  /** Closes the terminal under the program, as closing a window does. */
  close(): void {
    (this.pty as unknown as { destroy(): void }).destroy()
  }

  /** Nothing is on its way, and no frame is half there. */
  private get isWhole(): boolean {
    return this.unread === 0 && this.written.lastIndexOf('\u001b[?2026l') >= this.written.lastIndexOf('\u001b[?2026h')
  }

  /** Waits until the screen shows this, and answers it. */
  async shows(wanted: RegExp | ((screen: string) => boolean)): Promise<string> {
    const isThere = (): boolean => this.isWhole && (typeof wanted === 'function' ? wanted(this.text()) : wanted.test(this.text()))
    const deadline = performance.now() + patienceMs
    while (!isThere()) {
      if (performance.now() > deadline) throw new Error(`the screen never showed ${String(wanted)}:\n${this.text()}`)
      await new Promise(resolve => { setTimeout(resolve, 15) })
    }
    return this.text()
  }

  /** Waits until nothing has been written for a while. */
  async rests(forMs = 150): Promise<string> {
    for (let before = -1; before !== this.written.length || !this.isWhole;) {
      before = this.written.length
      await new Promise(resolve => { setTimeout(resolve, forMs) })
    }
    return this.text()
  }

  /** Ends the program, if it has not ended itself. */
  async end(): Promise<void> {
    if (!this.hasExited) this.pty.kill('SIGKILL')
    await this.exit
  }
}
