import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { catalogue } from '../../../src/cli/tui/catalogue.ts'
import { root } from '../../tidy/sources.ts'

const folder = mkdtempSync(join(tmpdir(), 'vtsim-catalogue-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the course comes first and in its order, then whole stories, crashes and canaries', () => {
  const entries = catalogue(root)
  expect(entries.flatMap(({ lesson }) => lesson ?? [])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  const kinds = entries.map(({ kind }) => kind)
  const order = ['lesson', 'scenario', 'crash', 'canary', 'found'] as const
  expect(kinds).toEqual([...kinds].sort((a, b) => order.indexOf(a) - order.indexOf(b)))
  for (const { title, question } of entries) expect([title, question]).not.toContain('')
})

test('what explorations have found is offered last', () => {
  expect(catalogue(folder).filter(({ kind }) => kind === 'found')).toEqual([])
  mkdirSync(join(folder, 'vtsim-found'))
  for (const name of ['cutover-1-7.run', 'cutover-1-12.run', 'notes.txt']) writeFileSync(join(folder, 'vtsim-found', name), '')
  expect(catalogue(folder).slice(-2)).toMatchObject([
    { kind: 'found', title: 'cutover-1-12', file: join('vtsim-found', 'cutover-1-12.run') },
    { kind: 'found', title: 'cutover-1-7', file: join('vtsim-found', 'cutover-1-7.run') },
  ])
})
