import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from '../tidy/sources.ts'
import { canaries } from './all.ts'
import type { Canary } from './canary.ts'
import { elusive } from './elusive.ts'
import { bundleEntry, mutatedSources, scenarioOf } from './mutant.ts'

const folder = mkdtempSync(join(tmpdir(), 'vtsim-canaries-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Enough for every quick canary; the clean system is put to the same. */
const schedulesMax = 4

/** Explores in one thread of a process of its own. */
async function explore(canary: Canary, schedules: number): Promise<{ check: string | null; schedules: number }> {
  const program = await bundleEntry(root, 'test/canaries/here.ts', canary, join(folder, `${canary.name}.mjs`))
  const { stdout } = await promisify(execFile)(process.execPath, [
    program, scenarioOf(root, canary, folder), String(schedules), canary.skip ?? '',
    canary.faults?.join(',') ?? 'all', canary.strategy ?? 'portfolio',
  ], { cwd: root })
  return JSON.parse(stdout) as { check: string | null; schedules: number }
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

  test.each(canaries.filter(({ quick }) => quick === true).map(canary => [canary.name, canary] as const))('%s is found', async (_name, canary) => {
    expect(canary.finds).toContain((await explore(canary, schedulesMax)).check)
  })

  test('without a seeded bug the same campaign finds nothing', async () => {
    const clean: Canary = { name: 'clean', breaks: '', scenario: 'explore/clone', finds: [] }
    expect(await explore(clean, schedulesMax)).toEqual({ check: null, schedules: schedulesMax })
  })
})
