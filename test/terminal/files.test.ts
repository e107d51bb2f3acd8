import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { bundledCli } from '../support/bundle.ts'
import { PseudoTerminal } from '../support/pseudo-terminal.ts'
import { root } from '../tidy/sources.ts'

let vtsim = ''
beforeAll(async () => { vtsim = await bundledCli() }, 120_000)

const folder = mkdtempSync(join(tmpdir(), 'vtsim-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let terminal: PseudoTerminal
afterEach(() => terminal.end())

function open(...args: string[]): PseudoTerminal {
  return terminal = new PseudoTerminal(process.execPath, [vtsim, ...args], { cwd: folder, env: { XDG_STATE_HOME: folder } })
}

const lesson = join(root, 'scenarios/lessons/01-where-is-customer-4.md')

test('what is exported by key is written beside where vtsim was started', async () => {
  open('play', lesson)
  await terminal.shows(/event 0\/\d+/)
  await terminal.shows(screen => !/being made|…s/.test(screen))
  await terminal.rests(1500)
  await terminal.press(']', /event [1-9]\d*\//)
  for (const [words, file] of [['run file', '01-where-is-customer-4.run'], ['mermaid', '01-where-is-customer-4.mmd']] as const) {
    await terminal.press('x', /Export main at event/)
    terminal.type(words)
    await terminal.press('\r', new RegExp(`written: ${file.replaceAll('.', '\\.')}`))
    expect(readFileSync(join(folder, file), 'utf8').split('\n').length).toBeGreaterThan(10)
  }
}, 60_000)

test('a run that was found is in the picker, and opens', async () => {
  mkdirSync(join(folder, 'vtsim-found'))
  const [run] = readdirSync(folder).filter(name => name.endsWith('.run'))
  renameSync(join(folder, run!), join(folder, 'vtsim-found', 'cutover-1-7.run'))
  open()
  await terminal.shows(/What to watch/)
  await terminal.press('/cutover-1-7\r', /Found by exploring/)
  await terminal.press('\r', /event 0\/\d+/)
}, 60_000)
