import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
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

/** Enough for every quick canary; the clean system is put to the same. */
const schedulesMax = 4

const quick = canaries.filter(canary => canary.quick === true)
const clean: Canary = { name: 'clean', breaks: '', scenario: 'explore/clone', finds: [] }

/** What each quick canary came to, by name. Those whose scenario has a guard switched off have a file of their own. */
async function exploreAll(): Promise<ReadonlyMap<string, Sought>> {
  const program = await bundleSwitchboard(root, quick, 'test/canaries/here.ts', programs)
  const campaigns = [...quick, clean].map((canary): Campaign =>
    ({ file: scenarioOf(root, canary, join(folder, canary.name)), canary, schedulesMax }))
  const asked = join(folder, 'campaigns.json')
  writeFileSync(asked, JSON.stringify(campaigns))
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-semi-space-size=64', program, asked], { cwd: root })
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
    const found = exploreAll()

    test('is a half', () => {
      expect(quick.length).toBeGreaterThanOrEqual(canaries.length / 2)
    })

    test.each(quick.map(canary => [canary.name, canary] as const))('%s is found', async (name, canary) => {
      expect(canary.finds).toContain((await found).get(name)!.check)
    })

    test('without a seeded bug the same campaign finds nothing', async () => {
      expect((await found).get('clean')).toEqual({ name: 'clean', check: null, schedules: schedulesMax })
    })
  })
})
