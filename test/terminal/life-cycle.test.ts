import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { bundledCli } from '../support/bundle.ts'
import { PseudoTerminal, type TerminalOptions } from '../support/pseudo-terminal.ts'
import { root } from '../tidy/sources.ts'

let vtsim = ''
beforeAll(async () => { vtsim = await bundledCli() }, 120_000)

const opened: PseudoTerminal[] = []
const state = mkdtempSync(join(tmpdir(), 'vtsim-state-'))
afterEach(async () => {
  for (const terminal of opened.splice(0)) await terminal.end()
  rmSync(state, { recursive: true, force: true })
})

function open(args: readonly string[], options: TerminalOptions = {}, program = process.execPath): PseudoTerminal {
  const all = program === process.execPath ? [vtsim, ...args] : args
  const terminal = new PseudoTerminal(program, all, { ...options, env: { XDG_STATE_HOME: state, ...options.env } })
  opened.push(terminal)
  return terminal
}

const lesson = ['play', 'scenarios/lessons/01-where-is-customer-4.md']
/** The key bar of the stage: the scenario is open. */
const onStage = /space (play|pause)/

/** A terminal as a shell wants it. */
const whole = { isAlternate: false, isCursorHidden: false, isPasteBracketed: false, isWrapping: true }

describe('a terminal is taken and given back', () => {
  test('the UI has a screen of its own, without a cursor; after q, exit 0, a transcript and the way back stay', async () => {
    const terminal = open(lesson)
    await terminal.shows(onStage)
    expect(terminal.modes).toMatchObject({ isAlternate: true, isCursorHidden: true })
    terminal.type('q')
    expect((await terminal.exit).code).toBe(0)
    expect(terminal.modes).toEqual(whole)
    expect(await terminal.rests()).toMatch(/Again: {3}vtsim play scenarios\/lessons\/01-where-is-customer-4\.md/)
    expect(terminal.text()).toContain('Replay:  vtsim run scenarios/lessons/01-where-is-customer-4.md')
  })

  test.each([
    ['Ctrl-C', 130, (terminal: PseudoTerminal) => terminal.type('\u0003')],
    ['SIGINT', 130, (terminal: PseudoTerminal) => terminal.kill('SIGINT')],
    ['SIGTERM', 143, (terminal: PseudoTerminal) => terminal.kill('SIGTERM')],
    ['SIGHUP', 129, (terminal: PseudoTerminal) => terminal.kill('SIGHUP')],
  ])('%s: exit %i', async (_, code, act) => {
    const terminal = open(lesson)
    await terminal.shows(onStage)
    act(terminal)
    expect((await terminal.exit).code).toBe(code)
    expect(terminal.modes).toEqual(whole)
  })

  test('a bug of ours: exit 70, one line on a terminal that is whole', async () => {
    const crash = `data:text/javascript,${encodeURIComponent('setInterval(() => { if (process.stdin.isRaw) throw new Error("boom") }, 300)')}`
    const terminal = open(lesson, { env: { NODE_OPTIONS: `--import ${crash}` } })
    expect((await terminal.exit).code).toBe(70)
    expect(terminal.modes).toEqual(whole)
    expect(await terminal.rests()).toMatch(/vtsim: internal error: boom/)
  })

  test('a terminal that is closed leaves no orphan, and no core', async () => {
    const terminal = open(lesson)
    await terminal.shows(onStage)
    const { pid } = terminal
    terminal.close()
    expect((await terminal.exit).signal).toBe(constants.signals.SIGHUP)
    expect(() => process.kill(pid, 0)).toThrow()
  })

  test('Ctrl-Z goes to the shell, fg comes back to the same screen', async () => {
    const terminal = open(['--norc', '--noprofile', '-i'], { env: { PS1: 'shell> ' } }, '/bin/bash')
    await terminal.shows(/shell>/)
    terminal.type(`${process.execPath} ${vtsim} ${lesson.join(' ')}\r`)
    await terminal.shows(onStage)
    const atStart = await terminal.rests()
    await terminal.press(']', screen => screen !== atStart)
    const before = await terminal.rests()
    await terminal.press('\u001a', /Stopped/)
    // The shell itself asks for brackets around what is pasted.
    expect(terminal.modes).toEqual({ ...whole, isPasteBracketed: true })
    terminal.type('fg\r')
    expect(await terminal.shows(screen => screen === before)).toBe(before)
    expect(terminal.isAlternate).toBe(true)
    terminal.type('q')
    await terminal.shows(/Replay:[^]*shell>\s*$/)
  })
})

describe('where no screen can be had', () => {
  test.each([
    ['TERM=dumb', { TERM: 'dumb' }, lesson],
    ['--no-tui', {}, [...lesson, '--no-tui']],
    ['learn --plain', {}, ['learn', '1', '--plain']],
  ])('%s: the story as plain text', async (_, env: Record<string, string>, args) => {
    const terminal = open(args, { env })
    expect((await terminal.exit).code).toBe(0)
    expect(terminal.written).toContain('as expected')
    expect(terminal.written).not.toContain('\u001b[?1049h')
  })
})

describe('npm start', () => {
  const start = join(root, 'scripts/start.mjs')

  test('in a terminal: the first lesson, in the UI', async () => {
    const terminal = new PseudoTerminal(process.execPath, [start], { env: { XDG_STATE_HOME: state } })
    opened.push(terminal)
    await terminal.shows(onStage)
    terminal.type('\u0003')
    // npm has nothing to complain about.
    expect((await terminal.exit).code).toBe(0)
    expect(terminal.modes).toEqual(whole)
    expect(terminal.text()).toContain('Again:   npm start -- play scenarios/customer-split.md')
  }, 120_000)

  test('in CI, though in a terminal: the narrated split, and no screen', async () => {
    const terminal = new PseudoTerminal(process.execPath, [start], { env: { XDG_STATE_HOME: state, CI: '1' } })
    opened.push(terminal)
    await terminal.shows(() => /Splitting the customer keyspace[^]*mysql -h/.test(terminal.written))
    expect(terminal.written).not.toContain('\u001b[?1049h')
  }, 120_000)

  test('in a pipe: the narrated split', () => {
    const { CI: _, ...env } = process.env
    const { status, stdout } = spawnSync(process.execPath, [start], { encoding: 'utf8', env, maxBuffer: 2 ** 26 })
    expect(status).toBe(0)
    expect(stdout).toMatch(/Splitting the customer keyspace[^]*as expected[^]*Replay: {2}npm start -- run/)
    expect(stdout).not.toContain('\u001b')
  }, 120_000)
})

describe('looks', () => {
  test('NO_COLOR: no colours; and CI=1 in a terminal is a terminal', async () => {
    const terminal = open(lesson, { env: { NO_COLOR: '1', CI: '1' } })
    await terminal.shows(onStage)
    expect(terminal.isAlternate).toBe(true)
    await terminal.press(']', onStage)
    expect(terminal.written).not.toMatch(/\u001b\[[\d;]*[1-9][\d;]*m/)
  })

  test.each([['--ascii', lesson.concat('--ascii'), {}], ['the console of Linux', lesson, { TERM: 'linux' }]])(
    '%s: ASCII only', async (_, args, env) => {
      const terminal = open(args, { env })
      await terminal.shows(onStage)
      expect(terminal.text()).toMatch(/^[\x20-\x7e\n]*$/)
    })
})

describe('what is remembered', () => {
  test('a lesson that was played to its end', async () => {
    const terminal = open(['learn', '1'])
    await terminal.shows(onStage)
    // Pressed while the run is still being made: the end comes by itself.
    await terminal.press('\u001b[F', screen => /event ([1-9]\d*)\/\1\b/.test(screen) && !/being made/.test(screen))
    terminal.type('q')
    await terminal.exit
    expect(readFileSync(join(state, 'vtsim/lessons-done'), 'utf8')).toBe('scenarios/lessons/01-where-is-customer-4.md\n')
    const list = open(['learn', '--list'])
    await list.exit
    expect(list.written).toMatch(/^done +1 {2}Where is customer 4/m)
  })
})
