import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { checkScenario, compareOutput, parseScenario, runScenario } from '../src/lab/scenario/index.ts'

const root = join(fileURLToPath(import.meta.url), '..', '..')

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesBelow(path) : entry.name.endsWith('.md') && entry.name !== 'README.md' ? [path] : []
  }).sort()
}

describe('every lesson still tells the truth', () => {
  test.each(filesBelow('scenarios'))('%s', async path => {
    const scenario = parseScenario(path, readFileSync(join(root, path), 'utf8'))
    checkScenario(scenario)
    const { run, outputs, checks } = await runScenario(scenario)
    expect(run.error).toBeUndefined()
    // `vtsim test --update` records what is printed now. Do that only if you can say why it changed.
    const differences = scenario.blocks.flatMap(block => (block.kind === 'console' ? block.entries : [])).flatMap(entry => {
      const difference = compareOutput(entry.output, outputs.get(entry) ?? [])
      return difference === null ? [] : [{ line: entry.lastLine + 1 + difference.index, ...difference }]
    })
    expect(differences).toEqual([])
    const { expectViolationOf } = scenario.frontMatter
    expect(checks.map(({ name }) => name)).toEqual(expect.arrayContaining([...expectViolationOf]))
    for (const { name, verdict } of checks) {
      expect({ name, ...verdict }).toMatchObject({ name, verdict: expectViolationOf.includes(name) ? 'violated' : 'ok' })
    }
  })
})
