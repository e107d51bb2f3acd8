import { beforeEach, describe, expect, test } from 'vitest'
import { shownItems, type MenuItem } from '../../../../src/ui/state/index.ts'
import { UiSession } from '../../../support/ui-session.ts'

const text = [
  '---', 'vtsim: 1', 'title: t', 'workload: default', 'checks: all', '---', '```console', '$ vtsim run-for 4s', '```',
].join('\n')

let ui: UiSession
/** A moment in which the clients are at work. */
let middle: number
beforeEach(async () => {
  ui = await UiSession.open('t.md', text)
  middle = [...ui.branch.trace].filter(({ kind }) => kind === 'client/acked')[5]!.seq
  ui.dispatch({ type: 'seek', seq: middle })
})

const menu = () => {
  if (ui.state.overlay?.kind !== 'menu') throw new Error('no menu is open')
  return ui.state.overlay.menu
}
const labels = (): string[] => shownItems(menu()).map(({ label }: MenuItem) => label)

describe('the fault menu', () => {
  test('offers what can break, what is selected first, and lets the reader filter', () => {
    ui.select('zone1-201')
    ui.press('f')
    expect(labels()[0]).toMatch(/ zone1-201/)
    ui.type('crash vtgate-2')
    expect(labels()).toEqual(['crash vtgate-2'])
    ui.press('escape')
    expect(ui.state.overlay).toBeNull()
  })

  test('a fault makes a branch: the past is the same, the old future stays, undo goes back', async () => {
    ui.press('f')
    ui.type('crash vtgate-2')
    ui.press('enter')
    await ui.quiet()
    expect(ui.branch).toMatchObject({ name: 'what-if', decision: 'crash vtgate-2', parent: { name: 'main', after: middle } })
    expect(ui.show.cursor.seq).toBe(middle)
    expect(ui.lines().at(-1)).toContain('⑂ what-if: crash vtgate-2')
    ui.dispatch({ type: 'step', by: 30 })
    ui.press('f')
    expect(labels()).toContain('restart vtgate-2')
    ui.press('escape', 'z')
    expect([ui.show.current, ui.show.cursor.seq, ui.show.takes.length]).toEqual(['main', middle, 2])
  })

  test('the same decision again shows the branch that there is', async () => {
    for (let round = 0; round < 2; round++) {
      ui.press('f')
      ui.type('crash vtgate-2')
      ui.press('enter')
      await ui.quiet()
      expect(ui.show.current).toBe('what-if')
      ui.press('z')
    }
    expect(ui.show.takes.length).toBe(2)
  })

  test('a second decision waits for the first', async () => {
    ui.dispatch({ type: 'decide', decision: 'a', interventions: [{ kind: 'seed', after: middle, seed: 1 }] })
    ui.state = { ...ui.state, show: { ...ui.show, awaited: 'what-if' } }
    ui.dispatch({ type: 'decide', decision: 'b', interventions: [{ kind: 'seed', after: middle, seed: 2 }] })
    expect(ui.state.notice!.text).toContain('one thing after the other')
    await ui.quiet()
    expect(ui.show.takes.map(({ branch }) => branch.name)).toEqual(['main', 'what-if'])
  })
})

describe('branches', () => {
  test('go to the same moment of another branch: the same event in the common past, the same time after it', async () => {
    ui.dispatch({ type: 'decide', decision: 'd', interventions: [{ kind: 'line', after: middle, text: 'vtsim stall vtgate-1 500ms' }] })
    await ui.quiet()
    ui.dispatch({ type: 'seek', seq: middle - 10 })
    ui.press('v')
    expect([ui.show.current, ui.show.cursor.seq]).toEqual(['main', middle - 10])
    ui.press('v')
    ui.dispatch({ type: 'end' })
    const { timeUs } = ui.branch.trace.get(ui.show.cursor.seq)
    ui.dispatch({ type: 'seek', seq: ui.show.cursor.seq - 100 })
    const laterUs = ui.branch.trace.get(ui.show.cursor.seq).timeUs
    ui.press('v')
    expect(ui.show.current).toBe('main')
    expect(ui.branch.trace.get(ui.show.cursor.seq).timeUs).toBeLessThanOrEqual(laterUs)
    expect(ui.branch.trace.get(ui.show.cursor.seq + 1).timeUs).toBeGreaterThan(laterUs)
    expect(laterUs).toBeLessThanOrEqual(timeUs)
  })

  test('are shown as a tree, from which one goes to any of them', async () => {
    ui.dispatch({ type: 'decide', decision: 'slow gate', interventions: [{ kind: 'line', after: middle, text: 'vtsim stall vtgate-1 500ms' }] })
    await ui.quiet()
    ui.dispatch({ type: 'seek', seq: middle + 200 })
    ui.dispatch({ type: 'decide', decision: 'and a crash', interventions: [{ kind: 'line', after: middle + 200, text: 'vtsim crash vtgate-1' }] })
    await ui.quiet()
    ui.press('B')
    const rows = ui.lines().slice(2, 5).map(row => row.replaceAll(/\s+/g, ' '))
    expect(rows[0]).toMatch(/▶ main ✔/)
    expect(rows[1]).toMatch(new RegExp(`└─ what-if ✔ [\\d.]+s #${middle} slow gate`))
    expect(rows[2]).toMatch(new RegExp(`└─ what-if 2 ◀ here ✔ [\\d.]+s #${middle + 200} and a crash`))
    ui.press('down', 'enter')
    expect([ui.show.current, ui.state.screens.at(-1)]).toEqual(['what-if', 'stage'])
  })
})

describe('choices', () => {
  test('another pick is another branch', async () => {
    for (let seq = middle; seq < middle + 200 && ui.state.overlay === null; seq += 3) {
      ui.dispatch({ type: 'seek', seq })
      ui.press('c')
      await ui.quiet()
    }
    expect(menu().name).toBe('choices')
    expect(menu().items.filter(({ disabledBecause }) => disabledBecause !== null)).toHaveLength(1)
    const at = menu().items.findIndex(({ disabledBecause }) => disabledBecause === null)
    ui.press(...Array.from({ length: at }, () => 'down'), 'enter')
    await ui.quiet()
    expect(ui.branch.plan.interventions[0]!.kind).toBe('pick')
    expect(ui.branch.result!.notMade).toEqual([])
  })

  test('what happens anyway cannot be chosen, and says so', async () => {
    ui.dispatch({ type: 'menu-ready', menu: {
      name: 'choices', title: 't', filter: '', selected: 0,
      items: [{ label: 'a', hint: '', disabledBecause: 'that is what happens', action: { type: 'undo' } }],
    } })
    ui.press('enter')
    expect(ui.state.notice!.text).toBe('that is what happens')
    expect(ui.state.overlay).not.toBeNull()
  })
})
