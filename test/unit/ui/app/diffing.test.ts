import { beforeAll, describe, expect, test } from 'vitest'
import { comparison, isSame, comparedRows } from '../../../../src/ui/state/index.ts'
import { UiSession } from '../../../support/ui-session.ts'

let ui: UiSession
const text = [
  '---', 'vtsim: 1', 'title: t', 'workload: default', '---', '```console', '$ vtsim run-for 3s', '```',
].join('\n')
const seq = (): number => ui.show.cursor.seq

async function provoke(line: string, at: number): Promise<void> {
  ui.dispatch({ type: 'switch-branch', name: 'main' })
  ui.dispatch({ type: 'seek', seq: at })
  ui.dispatch({ type: 'decide', decision: line, interventions: [{ kind: 'line', text: line, after: at }] })
  await ui.quiet()
}

beforeAll(async () => {
  ui = await UiSession.open('t.md', text)
  await provoke('vtsim crash vtgate-1', 900)
  ui.press('d')
})

describe('the diff', () => {
  test('goes from one difference to the next, and back over the same ones', () => {
    const seen: number[] = []
    for (let before = -1; before !== seq() && seen.length < 500;) {
      before = seq()
      ui.press('n')
      if (seq() !== before) seen.push(seq())
    }
    expect(seen.length).toBeGreaterThan(2)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen[0]).toBeGreaterThan(900)
    expect(ui.state.notice?.text).toBe('nothing differs after this moment')
    const back: number[] = []
    for (let before = -1; before !== seq() && back.length < 500;) {
      before = seq()
      ui.press('N')
      if (seq() !== before) back.push(seq())
    }
    expect(back.reverse()).toEqual(seen.slice(0, -1))
  })

  test('has the rows of its moment in sight, with a mark', () => {
    ui.press('n')
    const marked = ui.lines().filter(line => line.includes('▸'))
    expect(marked).toHaveLength(1)
    const rows = comparedRows(ui.show, comparison(ui.show)!)
    expect(rows.some(row => !isSame(row))).toBe(true)
  })

  test('Tab compares with the other branches in turn', async () => {
    ui.press('tab')
    expect(ui.state.notice?.text).toContain('there are no more branches to compare with')
    await provoke('vtsim crash vtgate-2', 900)
    ui.dispatch({ type: 'open-screen', screen: 'diff' })
    const compared = (): string => comparison(ui.show)!.other.branch.name
    const first = compared()
    ui.press('tab')
    expect(compared()).not.toBe(first)
    ui.press('tab')
    expect(compared()).toBe(first)
  })
})
