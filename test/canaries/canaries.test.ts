import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../tidy/sources.ts'
import { canaries } from './all.ts'
import type { Campaign, Sought } from './campaign.ts'
import type { Canary } from './canary.ts'
import { elusive } from './elusive.ts'
import { mutatedSources, scenarioOf } from './mutant.ts'
import { bundleSwitchboard } from './switchboard.ts'

const folder = mkdtempSync(join(tmpdir(), 'vtsim-canaries-'))
const programs = 'node_modules/.cache/vtsim-canaries-quick'
afterAll(() => {
  for (const path of [folder, join(root, programs)]) rmSync(path, { recursive: true, force: true })
})

/** Enough for every quick canary. */
const schedulesMax = 4
const cleanSchedules = 2

const quick = canaries.filter(canary => canary.quick === true)
/** Each scenario without a seeded bug: what stands behind the switches is as it was. */
const clean = [...new Set(quick.map(({ scenario }) => scenario))]
  .map((scenario): Canary => ({ name: `clean ${scenario}`, breaks: '', scenario, finds: [] }))

/** What each quick canary came to, by name. Those whose scenario has a guard switched off have a file of their own. */
async function exploreAll(): Promise<ReadonlyMap<string, Sought>> {
  const program = await bundleSwitchboard(root, quick, 'test/canaries/here.ts', programs)
  const campaigns = [...quick, ...clean].map((canary, i): Campaign => ({
    file: scenarioOf(root, canary, join(folder, String(i))), canary, schedulesMax: clean.includes(canary) ? cleanSchedules : schedulesMax,
  }))
  const asked = join(folder, 'campaigns.json')
  writeFileSync(asked, JSON.stringify(campaigns))
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-semi-space-size=64', program, asked], {
    cwd: root, timeout: 170_000, killSignal: 'SIGKILL',
  })
  return new Map(stdout.trim().split('\n').map(line => JSON.parse(line) as Sought).map(sought => [sought.name, sought]))
}

describe('canaries', () => {
  test('each has a name of its own, and what it replaces is there exactly once', () => {
    expect(new Set(canaries.map(({ name }) => name)).size).toBe(canaries.length)
    for (const canary of [...canaries, ...elusive]) expect(() => mutatedSources(root, canary), canary.name).not.toThrow()
  })

  test('there are thirty of them, and each is told by a check', () => {
    expect(canaries.length).toBeGreaterThanOrEqual(30)
    for (const { name, finds } of canaries) expect(finds.length, name).toBeGreaterThan(0)
  })

  describe('the quick half', () => {
    let found: ReadonlyMap<string, Sought>
    beforeAll(async () => { found = await exploreAll() }, 180_000)

    test('is a half', () => {
      expect(quick.length).toBeGreaterThanOrEqual(canaries.length / 2)
    })

    test.each(quick.map(canary => [canary.name, canary] as const))('%s is found', (name, canary) => {
      expect(canary.finds).toContain(found.get(name)!.check)
    })

    test.each(clean.map(({ name }) => name))('%s: without a seeded bug nothing is found', name => {
      expect(found.get(name)).toEqual({ name, check: null, schedules: cleanSchedules })
    })
  })
})
