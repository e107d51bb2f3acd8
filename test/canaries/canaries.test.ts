import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { reconnoitre, type Reconnaissance } from '../../src/lab/explore/index.ts'
import { parseScenario } from '../../src/lab/scenario/index.ts'
import { root } from '../tidy/sources.ts'
import { canaries } from './all.ts'
import { seek, type Campaign, type Sought } from './campaign.ts'
import type { Canary } from './canary.ts'
import { elusive } from './elusive.ts'
import { mutantBundler, mutatedSources, scenarioOf } from './mutant.ts'

const folder = mkdtempSync(join(tmpdir(), 'vtsim-canaries-'))
const programs = 'node_modules/.cache/vtsim-canaries-quick'
const bundler = mutantBundler(root, 'test/canaries/here.ts', programs)
afterAll(async () => {
  await (await bundler).end()
  for (const path of [folder, join(root, programs)]) rmSync(path, { recursive: true, force: true })
})

/** Enough for every quick canary; the clean system is put to the same. */
const schedulesMax = 4

const known = new Map<string, Promise<Reconnaissance>>()

/** Scenarios are looked at once; canaries share them. */
function knownOf(file: string): Promise<Reconnaissance> {
  const found = known.get(file) ?? reconnoitre(parseScenario(file, readFileSync(file, 'utf8')))
  known.set(file, found)
  return found
}

/** A canary with edits is another program, and runs as one. */
async function explore(canary: Canary): Promise<Sought> {
  const file = scenarioOf(root, canary, folder)
  const campaign: Campaign = { file, known: await knownOf(file), canary, schedulesMax }
  if (canary.edits === undefined) return seek(campaign)
  const said = join(folder, `${canary.name}.json`)
  writeFileSync(said, JSON.stringify(campaign))
  const { stdout } = await promisify(execFile)(process.execPath, [await (await bundler).bundle(canary), said], { cwd: root })
  return JSON.parse(stdout) as Sought
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
    expect(canary.finds).toContain((await explore(canary)).check)
  })

  test('without a seeded bug the same campaign finds nothing', async () => {
    const clean: Canary = { name: 'clean', breaks: '', scenario: 'explore/clone', finds: [] }
    expect(await explore(clean)).toEqual({ check: null, schedules: schedulesMax })
  })
})
