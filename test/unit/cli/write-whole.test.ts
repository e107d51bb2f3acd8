import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { FoundFiles } from '../../../src/cli/explore/found-files.ts'
import { readOptions } from '../../../src/cli/explore/options.ts'
import { loadScenario } from '../../../src/cli/load-scenario.ts'
import { readRunFile } from '../../../src/cli/read-run-file.ts'
import type { Terminal } from '../../../src/cli/terminal.ts'
import { writeNew } from '../../../src/cli/write-whole.ts'
import { quiet, type Explored } from '../../../src/lab/explore/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'vtsim-names-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('an export never overwrites a file: it takes the next name that is free', () => {
  const names = ['one', 'two', 'three'].map(text => writeNew(folder, 'split', 'html', text))
  expect(names).toEqual(['split.html', 'split-2.html', 'split-3.html'])
  expect(names.map(name => readFileSync(join(folder, name), 'utf8'))).toEqual(['one', 'two', 'three'])
  expect(readdirSync(folder).filter(name => name.startsWith('split')).sort()).toEqual([...names].sort())
})

test('a place that cannot be written is told by its name', () => {
  expect(() => writeNew(join(folder, 'nowhere'), 'split', 'html', '')).toThrow('cannot write split.html: there is no such folder')
})

describe('what an exploration has found', () => {
  const place = mkdtempSync(join(folder, 'found-'))
  writeFileSync(join(place, 's.md'), ['---', 'vtsim: 1', 'title: t', '---', '```console', '$ vtsim run-for 1s', '```'].join('\n'))
  const args = {
    scenario: 's.md', strategy: 'random', faults: 'none', skip: [], keepGoing: true, format: 'human', out: 'found/here',
  }
  const finding = (index: number, anomaly: string): Explored => ({
    plan: { index, seed: 3, strategy: { kind: 'random', seed: 1 }, faults: quiet }, outcome: 'done', checks: [],
    failure: { check: 'one-writer', anomaly }, hash: 'ab', skip: [], from: null, log: { version: 1, entries: [] }, marks: '1 128 ',
    measures: { events: 1, virtualMs: 1, decisions: 0, order: '', fired: [], givenUp: 0 },
  })
  const filesOf = async (out: string): Promise<{ finds: FoundFiles; told: string[] }> => {
    const told: string[] = []
    const terminal: Terminal = {
      cwd: place, env: {}, isTty: false, isInputTty: false, columns: 100, out: () => {}, err: text => { told.push(text) },
    }
    return { finds: new FoundFiles(await loadScenario(place, 's.md'), readOptions({ ...args, out }), terminal), told }
  }

  test('is written at once, one file for each failure, of the earliest run that has it', async () => {
    const { finds, told } = await filesOf('found/here')
    for (const found of [finding(7, 'a'), finding(9, 'b'), finding(2, 'a')]) finds.write(found)
    expect(readdirSync(join(place, 'found', 'here')).sort()).toEqual(['s-0-2.run', 's-0-9.run'])
    expect(finds.fileOf(finding(7, 'a'))).toBe(join('found', 'here', 's-0-2.run'))
    expect(readRunFile(join(place, 'found', 'here', 's-0-2.run'), 'f').stored).toMatchObject({ found: 'one-writer: a', seed: 3 })
    expect(told).toEqual([])
  })

  test('is not lost where it cannot be written: the campaign goes on, and is told once', async () => {
    writeFileSync(join(place, 'blocked'), '')
    const { finds, told } = await filesOf('blocked')
    finds.write(finding(7, 'a'))
    finds.write(finding(8, 'b'))
    expect(told).toEqual(['vtsim: cannot write blocked: what should be a folder is a file\n'])
    expect(finds.fileOf(finding(7, 'a'))).toBeUndefined()
  })

  test('keeps the file that it has when a better one cannot be written', async () => {
    const { finds } = await filesOf('half')
    finds.write(finding(7, 'a'))
    mkdirSync(join(place, 'half', 's-0-2.run.unfinished'))
    finds.write(finding(2, 'a'))
    expect(finds.fileOf(finding(2, 'a'))).toBe(join('half', 's-0-7.run'))
    expect(readdirSync(join(place, 'half'))).toContain('s-0-7.run')
  })
})
