import { expect, test } from 'vitest'
import { UiSession } from '../../../support/ui-session.ts'

const text = [
  '---', 'vtsim: 1', 'title: t', 'workload: none', '---', 'Now it is asked.', '',
  '```console', '$ vtsim run-for 1s', '$ vtctlclient -server localhost:15999 Ping zone1-777', '```', '', 'It has answered.',
].join('\n')

test('why, card and the tree of branches say that a command of the story failed', async () => {
  const ui = await UiSession.open('t.md', text)
  const shown = (): string => ui.lines().map(line => line.replace(/[│╭╰╮╯]/g, ' ')).join(' ').replace(/\s+/g, ' ')
  ui.dispatch({ type: 'seek', seq: ui.branch.trace.length })
  expect(shown()).toContain('since vtctlclient Ping zone1-777 failed')
  ui.dispatch({ type: 'open-screen', screen: 'branches' })
  expect(shown()).toContain('1 command of the story failed: vtctlclient Ping')
  expect(shown()).not.toContain('all checks hold')
  ui.dispatch({ type: 'open-screen', screen: 'card' })
  expect(shown()).toContain('failed 1 command of the story failed: vtctlclient Ping zone1-777 (line 10)')
  expect(shown()).toContain('writes were never stopped for a cutover')
})
