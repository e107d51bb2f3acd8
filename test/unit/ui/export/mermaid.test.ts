import { describe, expect, test } from 'vitest'
import { mermaid } from '../../../../src/ui/export/index.ts'
import { toldSplit } from '../../../support/told-run.ts'

const arrows = (text: string): string[] => text.split('\n').filter(line => /-(>>|->>|\))/.test(line))

describe('a moment as a sequence diagram', () => {
  test('shows the messages that led to it, at most so many, and says how many it leaves out', async () => {
    const { result: { run } } = await toldSplit(3)
    const text = mermaid(run.trace, { title: 'split', until: 9000, messagesMax: 20 })
    expect(text.startsWith('sequenceDiagram\n')).toBe(true)
    expect(arrows(text)).toHaveLength(20)
    expect(text).toMatch(/Note over p0: \d+ earlier messages are left out/)
  })

  test('introduces everybody who speaks, clients before databases', async () => {
    const { result: { run } } = await toldSplit(3)
    const text = mermaid(run.trace, { title: 'split', until: 9000 })
    const known = [...text.matchAll(/participant (p\d+) as (.+)/g)]
    const spoken = new Set(arrows(text).flatMap(line => [...line.matchAll(/p\d+/g)].map(match => match[0])))
    expect([...spoken].filter(id => !known.some(match => match[1] === id))).toEqual([])
    const names = known.map(match => match[2]!)
    expect(names.findIndex(name => name.startsWith('vttablet'))).toBeGreaterThan(names.findIndex(name => name.startsWith('client')))
  })

  test('writes what Mermaid would take for its own marks as entities', async () => {
    const { result: { run } } = await toldSplit(3)
    const text = mermaid(run.trace, { title: 'a; b # c %% d' })
    expect(text).toContain('%% a#59; b #35; c #37;#37; d')
  })

  test('a run of which nothing is shown is an empty diagram', async () => {
    const { result: { run } } = await toldSplit(3)
    expect(mermaid(run.trace, { title: 'nothing', until: 0 })).toBe('sequenceDiagram\n  autonumber\n  %% nothing\n')
  })
})
