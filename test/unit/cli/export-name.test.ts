import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { writeNew } from '../../../src/cli/tui/export-shown.ts'

const folder = mkdtempSync(join(tmpdir(), 'vtsim-names-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('an export never overwrites a file: it takes the next name that is free', () => {
  const names = ['one', 'two', 'three'].map(text => writeNew(folder, 'split', 'html', text))
  expect(names).toEqual(['split.html', 'split-2.html', 'split-3.html'])
  expect(names.map(name => readFileSync(join(folder, name), 'utf8'))).toEqual(['one', 'two', 'three'])
  expect(readdirSync(folder).sort()).toEqual([...names].sort())
})

test('a place that cannot be written is told by its name', () => {
  expect(() => writeNew(join(folder, 'nowhere'), 'split', 'html', '')).toThrow('cannot write split.html')
})
