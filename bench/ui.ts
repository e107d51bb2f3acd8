import { spawn, type IPty } from '@lydell/node-pty'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, type Figure, type Section } from './figure.ts'

const PROGRAM = 'dist/vtsim.mjs'
const SCENARIO = 'scenarios/customer-split.md'
const SIZES = [{ columns: 80, rows: 24 }, { columns: 140, rows: 40 }] as const
const STARTS = 7
const KEYS = 200
const SEEKS = 60
const PLAY_MS = 4000
/** What a reader presses: steps, phases, panes, scale. */
const PRESSED = ['.', ',', '.', '.', '\u001b.', '\t', ']', 's', '[', '>'] as const
/** The end of a frame, and what only the stage shows. */
const FRAME_END = '\u001b[?2026l'
const STAGE = /space/

/** What a reader feels: from a key to the picture, in a terminal of its own, with the program as it is shipped. */
export const ui: Section = {
  name: 'ui',
  title: 'The terminal UI, in a pseudo-terminal',
  async run(progress) {
    const figures: Figure[] = []
    progress('first paint')
    figures.push(...await firstPaint())
    for (const size of SIZES) {
      const name = `${size.columns}x${size.rows}`
      progress(`keys at ${name}`)
      const terminal = new Watched(['play', SCENARIO], size)
      await terminal.until(STAGE)
      const early = await latencies(terminal, KEYS / 4, i => PRESSED[i % PRESSED.length]!)
      await terminal.atRest()
      const late = await latencies(terminal, KEYS, i => PRESSED[i % PRESSED.length]!)
      figures.push(
        latency(`key to paint, ${name}`, late, '<= 33'),
        latency(`key to paint, ${name}, right after the scenario was opened`, early, '<= 33'),
      )
      progress(`playing at ${name}`)
      figures.push({ name: `frames while playing, ${name}`, value: await framesPerS(terminal), unit: 'frames/s', target: '>= 25' })
      await terminal.end()
    }
    progress('seeking')
    figures.push(await seeking())
    return figures
  },
}

async function firstPaint(): Promise<Figure[]> {
  const frames: number[] = []
  const stages: number[] = []
  for (let i = 0; i < STARTS; i++) {
    const terminal = new Watched(['play', SCENARIO], SIZES[0])
    await terminal.until(FRAME_END)
    frames.push(performance.now() - terminal.startedMs)
    await terminal.until(STAGE)
    stages.push(performance.now() - terminal.startedMs)
    await terminal.end()
  }
  const note = `median of ${STARTS} starts, slowest ${Math.max(...frames).toFixed(0)} ms`
  return [
    { name: 'first paint from a cold start', value: median(frames), unit: 'ms', target: '<= 1000', note },
    { name: 'stage of the customer split', value: median(stages), unit: 'ms', note: 'its run goes on being made' },
  ]
}

/** Milliseconds from each key to the end of the frame that it brings. Keys that change nothing are not counted. */
async function latencies(terminal: Watched, count: number, keyOf: (i: number) => string): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; i < count; i++) {
    const frames = terminal.frames
    const start = performance.now()
    terminal.pty.write(keyOf(i))
    // A key that changes nothing brings no frame.
    if (await terminal.waitFor(() => terminal.frames > frames, 250)) found.push(performance.now() - start)
  }
  return found
}

function latency(name: string, found: readonly number[], target: string): Figure {
  const sorted = [...found].sort((a, b) => a - b)
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!
  return {
    name, value: at(0.95), unit: 'ms (p95)', target,
    note: `${found.length} keys, median ${at(0.5).toFixed(1)} ms, slowest ${sorted.at(-1)!.toFixed(1)} ms`,
  }
}

async function framesPerS(terminal: Watched): Promise<number> {
  terminal.pty.write('\u001b[H')
  await terminal.atRest()
  // At 64×, where no sentence stays for longer than a frame or two.
  terminal.pty.write('+++++ ')
  await terminal.waitFor(() => false, 300)
  const frames = terminal.frames
  const start = performance.now()
  await terminal.waitFor(() => false, PLAY_MS)
  const rate = (terminal.frames - frames) / ((performance.now() - start) / 1000)
  terminal.pty.write(' -----')
  return rate
}

/** In a run of more than 100,000 events, to places all over it. */
async function seeking(): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'vtsim-bench-'))
  const file = join(folder, 'busy-split.md')
  writeFileSync(file, readFileSync(SCENARIO, 'utf8').replace(/^workload: .*$/m, 'workload: {clients: 24, ratePerS: 160}'))
  const terminal = new Watched(['play', file], SIZES[1])
  await terminal.until(STAGE)
  await terminal.atRest(2000)
  terminal.pty.write('\u001b[F')
  await terminal.atRest()
  const events = Math.max(...[...terminal.written.matchAll(/event (\d+)\/\d+/g)].map(match => Number(match[1])))
  if (events < 100_000) throw new Error(`only ${events} events`)
  const found: number[] = []
  for (let i = 1; i <= SEEKS; i++) {
    const seq = Math.floor(events * (i * 0.618 % 1))
    terminal.pty.write(`t#${seq}`)
    await terminal.waitFor(() => terminal.written.endsWith(FRAME_END), 100)
    await terminal.atRest(60)
    const frames = terminal.frames
    const start = performance.now()
    terminal.pty.write('\r')
    if (await terminal.waitFor(() => terminal.frames > frames, 2000)) found.push(performance.now() - start)
  }
  await terminal.end()
  rmSync(folder, { recursive: true })
  return latency(`seek in a run of ${events} events`, found, '<= 100')
}

/** vtsim in a terminal, and what it has written. */
class Watched {
  readonly startedMs = performance.now()
  readonly pty: IPty
  written = ''
  frames = 0
  private wake: (() => void) | null = null
  private readonly exited: Promise<void>

  constructor(args: readonly string[], { columns, rows }: { columns: number; rows: number }) {
    const { CI: _, NO_COLOR: __, ...env } = process.env
    this.pty = spawn(process.execPath, [PROGRAM, ...args], { cols: columns, rows, env: { ...env, TERM: 'xterm-256color' } })
    this.pty.onData(data => {
      this.written += data
      this.frames += data.split(FRAME_END).length - 1
      this.wake?.()
    })
    this.exited = new Promise(resolve => { this.pty.onExit(() => resolve()) })
  }

  async until(text: string | RegExp): Promise<void> {
    const isThere = (): boolean => typeof text === 'string' ? this.written.includes(text) : text.test(this.written)
    if (!await this.waitFor(isThere, 60_000)) throw new Error(`never showed ${String(text)}: ${this.written.slice(-400)}`)
  }

  /** Waits until something is true, looking at once when output comes. Whether it became true in time. */
  async waitFor(isThere: () => boolean, ms: number): Promise<boolean> {
    const deadline = performance.now() + ms
    while (!isThere()) {
      const left = deadline - performance.now()
      if (left <= 0) return false
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, left)
        this.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    return true
  }

  /** Waits until nothing was written for so long. */
  async atRest(ms = 400): Promise<void> {
    for (let before = -1; before !== this.written.length;) {
      before = this.written.length
      await this.waitFor(() => this.written.length !== before, ms)
    }
  }

  async end(): Promise<void> {
    this.pty.kill('SIGKILL')
    await this.exited
  }
}
