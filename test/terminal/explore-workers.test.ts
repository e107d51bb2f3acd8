/** Goal: threads change how fast a campaign is, and nothing else. Method: the bundle, as it is shipped. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundledCli } from '../support/bundle.ts'
import { shortCutover } from '../support/short-cutover.ts'

const folder = mkdtempSync(join(tmpdir(), 'vtsim-workers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const cutover = shortCutover(folder)
let program = ''
beforeAll(async () => { program = await bundledCli() })

/** Runs a campaign to its end; it gets Ctrl-C as soon as `isEnough`. */
function explore(args: readonly string[], isEnough?: () => boolean): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, [program, 'explore', cutover, ...args], { cwd: folder })
  let out = ''
  child.stdout.on('data', data => { out += String(data) })
  const watch = setInterval(() => {
    if (isEnough?.() !== true) return
    clearInterval(watch)
    child.kill('SIGINT')
  }, 50)
  return new Promise(done => {
    child.on('exit', code => {
      clearInterval(watch)
      done({ code, out })
    })
  })
}

describe('vtsim explore --workers', () => {
  test('makes the same runs, whoever makes them', async () => {
    const args = ['--schedules', '4', '--faults', 'crash,slow,one-way', '--keep-going', '--format', 'json']
    const one = await explore([...args, '--workers', '1'])
    const two = await explore([...args, '--workers', '2'])
    const sums = ({ out }: { out: string }): object => {
      const { events, decisions, orders, fired, schedules, findings } = JSON.parse(out)
      return { events, decisions, orders, fired: Object.entries(fired).sort(), schedules, findings }
    }
    expect(sums(two)).toEqual(sums(one))
  })

  test('Ctrl-C ends it and keeps what was found', async () => {
    const found = (): number => existsSync(join(folder, 'vtsim-found')) ? readdirSync(join(folder, 'vtsim-found')).length : 0
    const { code, out } = await explore([
      '--schedules', '100000', '--workers', '2', '--skip', 'wait-for-catch-up', '--strategy', 'random',
      '--faults', 'one-way,held,replication-lag', '--keep-going', '--seed', '1',
    ], () => found() > 0)
    expect(out).toContain('interrupted: this is what was found so far')
    expect(out).toContain('acked-writes-survive')
    expect(code).toBe(1)
    expect(found()).toBeGreaterThan(0)
  })
})
