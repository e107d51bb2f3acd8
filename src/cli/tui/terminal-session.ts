import { writeSync } from 'node:fs'
import { enterScreen, leaveScreen, type AppTerminal } from '../../ui/app/index.ts'
import { exitCodes, signalExitCodes, type ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'

/** After `fg` a process gets SIGCONT; where nobody stops it, such as without job control, it goes on after this. */
const resumeMs = 200

/**
 * The terminal while the UI has it: its screen, its keys, and the promise to give both back, whatever happens:
 * a key, a signal, a crash of ours, a terminal that is closed.
 */
export class TerminalSession implements AppTerminal {
  private isEntered = false
  private isClosed = false
  /** Whether the terminal no longer takes anything. */
  private isGone = false
  /** Console output would ruin the screen; it is kept, and shown when the screen is given back. */
  private readonly kept: string[] = []
  private readonly restoreConsole: () => void

  constructor(
    private readonly terminal: Terminal, private readonly onEnd: (code: ExitCode) => void, private readonly onResume: () => void,
  ) {
    this.restoreConsole = keepConsole(this.kept)
  }

  size(): { columns: number; rows: number } {
    const { columns, rows } = process.stdout
    return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 }
  }

  /** Frames that come while the shell has the terminal are dropped: on return the screen is written whole. */
  write(text: string): void {
    if (this.isEntered) process.stdout.write(text)
  }

  onInput(hear: (text: string) => void): () => void {
    process.stdin.setEncoding('utf8')
    process.stdin.on('data', hear)
    return () => void process.stdin.off('data', hear)
  }

  onResize(hear: () => void): () => void {
    process.stdout.on('resize', hear)
    return () => void process.stdout.off('resize', hear)
  }

  /** Takes the terminal, and listens to everything that may end the session. */
  open(): void {
    this.enter()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.end(signalExitCodes[signal]))
    process.on('SIGCONT', () => this.resume())
    process.on('exit', () => this.leave())
    process.on('uncaughtException', error => this.crash(error))
    process.on('unhandledRejection', error => this.crash(error))
    // A terminal that is closed answers EIO, and then there is nobody to restore anything for.
    process.stdout.on('error', dieOfHangUp)
    process.stdin.on('end', () => this.end(exitCodes.hangUp))
    process.stdin.on('error', () => this.end(exitCodes.hangUp))
  }

  /** To the shell, until somebody types `fg`. */
  suspend(): void {
    this.leave()
    // The whole process group, as the terminal itself would do it: `npm start` is to stop as well.
    process.kill(0, 'SIGTSTP')
    setTimeout(() => { if (!this.isEntered) this.resume() }, resumeMs)
  }

  /** Gives the terminal back, and ends the session. */
  end(code: ExitCode): void {
    // Who asks twice does not want to wait for anything.
    if (this.isClosed) process.exit(code)
    this.close()
    if (this.isGone) dieOfHangUp()
    this.onEnd(code)
  }

  private close(): void {
    this.isClosed = true
    this.leave()
    process.stdin.pause()
    this.restoreConsole()
    for (const text of this.kept.splice(0)) this.terminal.err(text)
  }

  private crash(error: unknown): void {
    this.close()
    const { terminal } = this
    terminal.err(`vtsim: internal error: ${error instanceof Error ? error.message : String(error)}\n`)
    if (terminal.env['VTSIM_DEBUG'] === '1' && error instanceof Error) terminal.err(`${error.stack ?? ''}\n`)
    process.exit(exitCodes.internal)
  }

  private enter(): void {
    if (this.isEntered) return
    this.isEntered = true
    // A shell may have changed the mode behind our back: Node sets only what it takes for different.
    process.stdin.setRawMode(false)
    process.stdin.setRawMode(true)
    process.stdin.resume()
    process.stdout.write(enterScreen)
  }

  private leave(): void {
    if (!this.isEntered) return
    this.isEntered = false
    try {
      process.stdin.setRawMode(false)
      // Written at once: there may be no later.
      writeSync(1, leaveScreen)
    } catch {
      // The terminal is gone; so is what there was to restore.
      this.isGone = true
    }
  }

  private resume(): void {
    if (this.isClosed) return
    this.isEntered = false
    this.enter()
    this.onResume()
  }
}

/**
 * Ends the process as a terminal that is closed ends any other. On its own way out Node sets the modes of the terminal
 * again, and crashes when there is none (`ResetStdio` in src/node.cc).
 */
function dieOfHangUp(): void {
  process.removeAllListeners('SIGHUP')
  process.kill(process.pid, 'SIGHUP')
}

function keepConsole(kept: string[]): () => void {
  const { log, info, warn, error, debug } = console
  const keep = (...parts: unknown[]): void => { kept.push(`${parts.map(String).join(' ')}\n`) }
  Object.assign(console, { log: keep, info: keep, warn: keep, error: keep, debug: keep })
  return () => { Object.assign(console, { log, info, warn, error, debug }) }
}
