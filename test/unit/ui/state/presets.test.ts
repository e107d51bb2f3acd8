import { beforeAll, describe, expect, test } from 'vitest'
import type { Branch } from '../../../../src/lab/branch/index.ts'
import { presets, provokeMenu } from '../../../../src/ui/state/index.ts'
import { UiSession } from '../../../support/ui-session.ts'

let ui: UiSession
beforeAll(async () => { ui = await UiSession.open('scenarios/customer-split.md') }, 60_000)

/** Provokes it from the beginning of the run. */
async function provoked(label: string): Promise<Branch> {
  ui.dispatch({ type: 'switch-branch', name: 'main' })
  ui.dispatch({ type: 'start' })
  ui.press('!')
  ui.type(label)
  ui.press('enter')
  await ui.quiet()
  expect(ui.branch.decision).toBe(label)
  expect(ui.branch.problem).toBeNull()
  expect(ui.branch.result!.notMade).toEqual([])
  return ui.branch
}

const violated = ({ result }: Branch): string[] =>
  result!.checks.filter(({ verdict }) => verdict.verdict === 'violated').map(({ name }) => name)

describe('presets do what they say: ', () => {
  test.each([
    'route before the new shards have caught up', 'believe the online clone', 'the old master takes writes to the end',
  ])('%s loses an acknowledged write', async label => {
    expect(violated(await provoked(label))).toContain('acked-writes-survive')
  }, 60_000)

  test('slow streams lengthen the outage, and nothing is lost', async () => {
    const main = ui.show.takes[0]!.branch
    const branch = await provoked('slow streams')
    expect(violated(branch)).toEqual([])
    expect(branch.result!.cutover.writeBlockedMs).toBeGreaterThan(main.result!.cutover.writeBlockedMs + 1500)
  }, 60_000)

  test('a vtgate that does not hear costs its clients errors, and nothing is lost', async () => {
    const main = ui.show.takes[0]!.branch
    const branch = await provoked('a vtgate that does not hear')
    expect(violated(branch)).toEqual([])
    expect(branch.result!.clients.failed).toBeGreaterThan(main.result!.clients.failed)
  }, 60_000)

  test('who is past their moment is told why they are not to be had', () => {
    ui.dispatch({ type: 'switch-branch', name: 'main' })
    ui.dispatch({ type: 'end' })
    const because = provokeMenu(ui.show).items.slice(0, presets.length).map(({ disabledBecause }) => disabledBecause)
    expect(because).toContain('no SplitClone lies ahead')
    expect(because).toContain('no MigrateServedTypes of the master lies ahead')
  })
})
